import type { Entry, Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { releaseUnreleased } from '../../notify/documents/changelog.ts'
import { isoDate } from '../../notify/time.ts'
import { keyOf } from '../actions/key.ts'
import { approvalOf, differsFromApproved } from './approval.ts'
import { needFact } from './facts.ts'
import type { FileChange, NewTag, Repository } from './ports.ts'
import type { ReleaseSettings } from './settings.ts'

export type PublicationDeps = {
  readonly settings: { readonly timeZone: string }
  readonly repositoryUrl: string
}

/** What is written for a release: the same at every attempt, because it follows from the approval alone. */
export type Publication = {
  readonly change: FileChange
  readonly by: ReleaseSettings['changelog']['by']
  /** The approved commit has the section already: nothing is to be written. */
  readonly hasSection: boolean
  /** The CHANGELOG went out as a pull request since the approval. */
  readonly proposed: boolean
  /** Its commit is known later. */
  readonly tag: Omit<NewTag, 'commit'>
}

export type PublicationPlan =
  | { readonly outcome: 'planned'; readonly publication: Publication }
  | { readonly outcome: 'not_approved' | 'unusable'; readonly because: string }

const UNUSABLE = {
  empty: 'has nothing under Unreleased',
  missing: 'has no section Unreleased',
  ambiguous: 'has more than one section Unreleased',
} as const

/** An approval is for what was seen: other facts than its evidence are not published. */
export async function planPublication(
  deps: PublicationDeps,
  repository: Pick<Repository, 'textAt'>,
  run: Run,
  { changelog: { path, by } }: Pick<ReleaseSettings, 'changelog'>,
): Promise<PublicationPlan> {
  const approval = approvalOf(run)
  const because = approval === undefined ? 'nobody approved it' : differsFromApproved(run, approval)
  if (approval === undefined || because !== undefined)
    return { outcome: 'not_approved', because: because ?? 'nobody approved it' }
  const [parent, branch] = [needFact(run, 'commit'), needFact(run, 'branch')]
  const released = release(deps, run, approval, (await repository.textAt(path, parent)) ?? '')
  if (!('text' in released)) {
    const mend = `mend it on ${branch} and try again, the release is then planned anew`
    return { outcome: 'unusable', because: `${path} ${UNUSABLE[released.outcome]}: ${mend}` }
  }
  const { text } = released
  const message = `docs(changelog): release ${needFact(run, 'version')}`
  const change = { branch, parent, path, text, message, at: approval.at }
  const hasSection = released.outcome === 'already'
  const proposed = run.history.slice(run.history.indexOf(approval)).some(isProposal)
  return {
    outcome: 'planned',
    publication: { change, by, hasSection, proposed, tag: tagOf(run, approval, parent) },
  }
}

function release({ settings, repositoryUrl }: PublicationDeps, run: Run, approval: Entry, text: string) {
  return releaseUnreleased(text, {
    version: needFact(run, 'version'),
    previous: textFact(run.facts, 'previous'),
    date: isoDate(approval.at, settings.timeZone),
    repositoryUrl,
  })
}

/** Its key is that of what was approved and not of the effect: who tries again finds the tag that a failure left. */
function tagOf(run: Run, { at }: Entry, parent: string): Publication['tag'] {
  const name = needFact(run, 'version')
  const headline = textFact(run.facts, 'headline')
  const message = headline === undefined ? `Release ${name}` : `Release ${name} - ${headline}`
  return { key: keyOf(run, { id: `${run.id}.${name}.${parent}` }), name, message, at }
}

function isProposal({ kind, step, what }: Entry): boolean {
  return kind === 'completed' && step === 'publish' && what === 'proposed'
}
