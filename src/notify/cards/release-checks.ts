import type { Run } from '../../engine/run.ts'
import type { Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { textFact } from './incident-facts.ts'

const CHECKS = [
  { fact: 'check.ci', label: 'CI' },
  { fact: 'check.e2e', label: 'E2E on staging' },
  { fact: 'check.backup', label: 'Backup' },
  { fact: 'check.freeze', label: 'Calendar' },
  { fact: 'check.incidents', label: 'Incidents' },
  { fact: 'check.lock', label: 'Lock' },
  { fact: 'check.changelog', label: 'CHANGELOG' },
] as const

export type Prerequisite = {
  readonly label: string
  readonly state: 'ok' | 'held' | 'waits'
  readonly evidence: string
  /** Since when it says so, milliseconds since 1970. */
  readonly since: number | undefined
}

/** What a release needs, as it was examined last. */
export function prerequisitesOf(run: Run): readonly Prerequisite[] {
  return CHECKS.flatMap(({ fact, label }) => {
    const said = textFact(run.facts, fact)
    return said === undefined ? [] : [{ label, ...judgementIn(said), since: saidSince(run, fact) }]
  })
}

/** `held - 1 of 14 checks is red: lint`. A word that we don't know holds: nothing is taken for granted. */
function judgementIn(said: string): Pick<Prerequisite, 'state' | 'evidence'> {
  const found = /^(ok|held|waits)(?: - (.*))?$/s.exec(said)
  const word = found?.[1]
  const state = word === 'ok' || word === 'waits' ? word : 'held'
  return { state, evidence: found === null ? said : (found[2] ?? '') }
}

function saidSince(run: Run, fact: string): number | undefined {
  const looks = run.history.filter(({ kind, what, fields }) => {
    return kind === 'noted' && what === 'examined' && fact in fields
  })
  const other = looks.findLastIndex(({ fields }) => fields[fact] !== run.facts[fact])
  return looks[other + 1]?.at
}

/** How many are met, and a line for each that isn't. */
export function prerequisiteLines(run: Run, look: Look): readonly Text[] {
  const all = prerequisitesOf(run)
  if (all.length === 0) return []
  const unmet = all.filter(({ state }) => state !== 'ok')
  const lines = unmet.flatMap((one) => prerequisiteSpans(one, look))
  return [[{ bold: 'Prerequisites' }, ` - ${all.length - unmet.length} of ${all.length} ok`, ...lines]]
}

/** The evidence of those that are met. */
export function metLines(run: Run, look: Look): readonly Text[] {
  const met = prerequisitesOf(run).filter(({ state }) => state === 'ok')
  return met.length === 0
    ? []
    : [[{ bold: 'Evidence' }, ...met.flatMap((one) => prerequisiteSpans(one, look))]]
}

/** What isn't ok stands out. */
function prerequisiteSpans({ label, state, evidence, since }: Prerequisite, look: Look): readonly Span[] {
  const word: Span = state === 'ok' ? 'ok' : { bold: state === 'held' ? 'HELD' : 'waits' }
  const when = since === undefined ? '' : ` (${formatTime(since, look)})`
  return [`\n- ${label}: `, word, `${evidence === '' ? '' : ` - ${evidence}`}${when}`]
}

/** `CI - 1 of 14 checks is red: lint; Backup - none for 30 h`; empty when nothing stands in the way. */
export function obstacles(run: Run): string {
  return prerequisitesOf(run)
    .filter(({ state }) => state !== 'ok')
    .map(({ label, evidence }) => (evidence === '' ? label : `${label} - ${evidence}`))
    .join('; ')
}
