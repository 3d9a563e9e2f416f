import type { Entry, Run } from '../engine/run.ts'
import { startOf, textFact } from './cards/incident-facts.ts'

/** When an incident passed the points that its post-mortem and the figures speak of. Milliseconds since 1970. */
export type Milestones = {
  readonly detection: number
  /** Somebody acknowledged. */
  readonly triage?: number
  /** A cause, or a strong hypothesis, was named: from here on people repair. */
  readonly mitigationStart?: number
  /** Mitigated, and not found broken again; the resolution when nobody said so before. */
  readonly restored?: number
  /** The resolution that named the cause. */
  readonly rootCause?: number
  readonly resolved?: number
}

export function milestonesOf(run: Pick<Run, 'openedAt' | 'history'>): Milestones {
  const detected: Milestones = { detection: run.openedAt }
  return run.history.reduce<Milestones>(passMilestone, detected)
}

/**
 * For how long the service was down, in milliseconds: from when it began, as the monitor says where one does, until it
 * was restored. Undefined while it is down.
 */
export function downtimeOf(run: Pick<Run, 'openedAt' | 'history' | 'facts'>): number | undefined {
  const { restored } = milestonesOf(run)
  return restored === undefined ? undefined : Math.max(0, restored - startOf(run))
}

/** The milestones after one more entry of the incident's history. */
export function passMilestone(
  before: Milestones,
  entry: Pick<Entry, 'at' | 'kind' | 'what' | 'fields'>,
): Milestones {
  if (entry.kind !== 'decided' && entry.kind !== 'completed') return before
  const { at, what } = entry
  switch (what) {
    case 'acknowledge':
      return { triage: at, ...before }
    case 'cause':
      return { mitigationStart: at, ...before }
    case 'mitigated':
      return { ...before, restored: at }
    case 'not-fixed': {
      const { restored: _broken, ...rest } = before
      return rest
    }
    case 'resolve': {
      const named = textFact(entry.fields, 'cause') === undefined ? {} : { rootCause: at }
      return { restored: at, resolved: at, ...named, ...before }
    }
    default:
      return before
  }
}
