import type { Run } from './run.ts'
import { similarTitles } from './titles.ts'

/** Why two incidents count as similar. */
export const REASONS = ['same_runbook', 'same_service', 'similar_title'] as const

export type Reason = (typeof REASONS)[number]

export type PatternRule = {
  /** How many incidents make a pattern, the present one included. */
  readonly count: number
  /** Milliseconds before the present one's beginning. */
  readonly within: number
}

export type Similar<R> = { readonly run: R; readonly reasons: readonly Reason[] }

export type Pattern<R> =
  | { readonly found: false }
  /** `incidents` are the ones before the present one, latest first. */
  | { readonly found: true; readonly incidents: readonly Similar<R>[]; readonly within: number }

type Incident = Pick<Run, 'id' | 'openedAt' | 'facts' | 'history'>

/** The incidents that resemble this one and began within the window before it, latest first. Drills and ignored alerts are none. */
export function similarTo<R extends Incident>(
  incident: Incident,
  others: readonly R[],
  { within }: PatternRule,
): readonly Similar<R>[] {
  return others
    .filter(({ openedAt }) => openedAt <= incident.openedAt && incident.openedAt - openedAt <= within)
    .filter((other) => other.id !== incident.id && isReal(other))
    .map((run) => ({ run, reasons: reasonsFor(incident, run) }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => b.run.openedAt - a.run.openedAt)
}

/** Whether the present incident is one too many of its kind (playbook, notes: three within a month). */
export function judgePattern<R extends Incident>(
  incident: Incident,
  others: readonly R[],
  rule: PatternRule,
): Pattern<R> {
  if (!isReal(incident)) return { found: false }
  const incidents = similarTo(incident, others, rule)
  return incidents.length + 1 >= rule.count
    ? { found: true, incidents, within: rule.within }
    : { found: false }
}

function reasonsFor(one: Incident, other: Incident): readonly Reason[] {
  const same = (key: string) => fact(one, key) !== '' && fact(one, key) === fact(other, key)
  return REASONS.filter((reason) => {
    switch (reason) {
      case 'same_runbook':
        return same('runbook')
      case 'same_service':
        return same('service')
      case 'similar_title':
        return similarTitles(fact(one, 'title'), fact(other, 'title'))
      default:
        return false
    }
  })
}

function fact({ facts }: Incident, key: string): string {
  const value = facts[key]
  return typeof value === 'string' ? value.trim().toLowerCase() : ''
}

/** What somebody declared: an alert that nobody did is none yet. */
function isReal({ facts, history }: Incident): boolean {
  if (facts['severity'] === undefined) return false
  return facts['drill'] !== true && !history.some(({ kind, what }) => kind === 'decided' && what === 'ignore')
}
