import { holds } from './condition.ts'
import { findStep, type TimerRule } from './playbook.ts'
import type { Run, Timer } from './run.ts'
import type { DueAfter, Span } from './span.ts'

/** A timer that comes later than this says so. */
const LATE_AFTER_MS = 60_000

type Timed = Pick<Run, 'id' | 'version' | 'durations' | 'facts' | 'variant'>

/** The duration `name` as the run's facts choose it; undefined when the run has none, and so no such timer. */
export function durationOf(
  { durations, facts, variant }: Pick<Run, 'durations' | 'facts' | 'variant'>,
  name: string,
): Span | undefined {
  const chosen = variant === undefined ? undefined : durations[`${String(facts[variant])}.${name}`]
  return chosen ?? durations[name]
}

/** Timers for `rules` that hold now, counted from `at`; a rule whose duration the run does not have starts none. */
export function startTimers(
  rules: readonly TimerRule[],
  run: Timed,
  at: number,
  dueAfter: DueAfter,
): readonly Timer[] {
  return rules.flatMap((rule) => {
    const duration = durationOf(run, rule.after)
    if (duration === undefined || !holds(rule.while, run.facts)) return []
    return [timerOf(run, rule.id, dueAfter(at, duration))]
  })
}

export function timerOf(run: Pick<Run, 'id' | 'version'>, rule: string, dueAt: number): Timer {
  return { id: `${run.id}.${run.version}.timer.${rule}`, rule, dueAt }
}

/**
 * The timers after the facts changed: those whose condition came to hold (or that have a duration only now) start,
 * those whose condition ended go, and those whose duration is another one now (a new severity) are counted anew from `at`.
 */
export function settleTimers(before: Run, run: Run, at: number, dueAfter: DueAfter): readonly Timer[] {
  const stepRules = findStep(run.steps, run.step)?.timers ?? []
  const rules = [...run.timerRules, ...stepRules]
  const fresh = rules.filter((rule) => {
    if (!holds(rule.while, run.facts)) return false
    const began = !holds(rule.while, before.facts) || durationOf(before, rule.after) === undefined
    return began || (isRunning(run, rule) && moved(before, run, rule))
  })
  const kept = run.timers.filter((timer) => {
    const rule = rules.find((one) => one.id === timer.rule)
    return rule !== undefined && holds(rule.while, run.facts) && !fresh.includes(rule)
  })
  return [...kept, ...startTimers(fresh, run, at, dueAfter)]
}

function isRunning(run: Run, rule: TimerRule): boolean {
  return run.timers.some((timer) => timer.rule === rule.id)
}

function moved(before: Run, run: Run, rule: TimerRule): boolean {
  const [then, now] = [durationOf(before, rule.after), durationOf(run, rule.after)]
  return JSON.stringify(then) !== JSON.stringify(now)
}

export function lateness(
  timer: Timer,
  at: number,
  restart: boolean,
): { late?: { ms: number; restart: boolean } } {
  const ms = at - timer.dueAt
  return ms > LATE_AFTER_MS ? { late: { ms, restart } } : {}
}
