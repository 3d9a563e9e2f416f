import { findStep } from '../../engine/playbook.ts'
import type { Entry, Run } from '../../engine/run.ts'
import { choicesNow } from '../../engine/standing.ts'
import type { Span } from '../card.ts'
import { textFact } from './incident-facts.ts'

/** The version, or what was asked for until it is known: `v1.4.0`, `minor`. */
export function versionOf(run: Pick<Run, 'facts'>): string | undefined {
  return textFact(run.facts, 'version') ?? textFact(run.facts, 'asked')
}

/** How it ended: `complete`, `aborted`, `denied`, `sent back`, `refused`, `rolled back`, `given up`; undefined while it goes on. */
export function outcomeOf(run: Run): string | undefined {
  return run.state === 'finished' ? textFact(run.facts, 'outcome') : undefined
}

/** A fact that stands: neither absent, false nor empty. */
export function stands(run: Pick<Run, 'facts'>, fact: string): boolean {
  const value = run.facts[fact] ?? false
  return value !== false && value !== ''
}

/** The version that a rollback brings back; undefined for the first release. */
export function stableOf({ facts }: Pick<Run, 'facts'>): string | undefined {
  return textFact(facts, 'stable') ?? textFact(facts, 'previous')
}

/** Vigie could not do what this step is for, and somebody may have it tried again. */
export function mayRetry(run: Run): boolean {
  return stands(run, 'failed') && choicesNow(run).some(({ id }) => id === 'retry')
}

/** Whether people are asked for something: a way out that is merely offered asks nobody. */
export function isAsked(run: Run): boolean {
  if (run.state === 'finished') return false
  if (run.step === 'watch') return stands(run, 'watched') || stands(run, 'failing')
  if (run.gate !== undefined || run.step === 'merge') return true
  return choicesNow(run).some(({ tone }) => tone !== 'danger')
}

/** What ended the run, or the last step of it. Whoever isn't asked at its gates ends it with a note of the same name. */
export function lastChoice(run: Run): Entry | undefined {
  return run.history.findLast(
    ({ kind, what }) =>
      kind === 'decided' || kind === 'completed' || (kind === 'noted' && what === 'rollback'),
  )
}

/** Steps before anything is written into the repository. */
const UNWRITTEN = ['plan', 'version', 'prerequisites', 'e2e', 'staging', 'backup', 'tag', 'approve']

/** Whether the repository is untouched for sure. */
export function isUnwritten(run: Run): boolean {
  return UNWRITTEN.includes(run.step)
}

/** The commit by its first seven letters, linked where the comparison says in which repository. */
export function commitSpan(run: Pick<Run, 'facts'>): Span | undefined {
  const commit = textFact(run.facts, 'commit')
  if (commit === undefined) return undefined
  const repository = textFact(run.facts, 'compareUrl')?.split('/compare/')
  const label = commit.slice(0, 7)
  return repository?.length === 2 ? { link: `${repository[0]}/commit/${commit}`, label } : { code: label }
}

/** `label` as a link when the fact has an address; the label by itself otherwise. */
export function linkedTo(run: Pick<Run, 'facts'>, fact: string, label: string): Span {
  const link = textFact(run.facts, fact)
  return link === undefined ? label : { link, label }
}

/** Who decides at a gate, the present one when none is named: the group, without whoever asked for it where four eyes hold. */
export function approversOf(
  run: Run,
  membersOf: (group: string) => readonly string[],
  id = run.step,
): { readonly group: string; readonly ids: readonly string[]; readonly fourEyes: boolean } | undefined {
  const step = findStep(run.steps, id)
  if (step?.kind !== 'gate') return undefined
  const fourEyes = step.notRequester === true
  const ids = membersOf(step.approvers).filter((id) => !fourEyes || id !== run.requester)
  return { group: step.approvers, ids, fourEyes }
}

/**
 * What failed, in a few words: the reason of a deployment, or the smoke tests that are red. An earlier trouble may stand
 * in the facts still: `broken` says which of the two it is.
 */
export function brokenBecause(facts: Run['facts']): string {
  const smoke = textFact(facts, 'smoke')
  if (facts['broken'] !== 'smoke' || smoke === undefined) return textFact(facts, 'because') ?? 'it failed'
  return smoke
    .split('\n')
    .filter((line) => line.includes(' - not ok'))
    .join('; ')
}
