import type { TimerRule } from './playbook.ts'
import type { Run, Timer } from './run.ts'

/** A timer that comes later than this says so. */
const LATE_AFTER_MS = 60_000

/** Timers for `rules`, counted from `at`; a rule whose duration the run does not have starts none. */
export function startTimers(
  rules: readonly TimerRule[],
  run: Pick<Run, 'id' | 'version' | 'durations'>,
  at: number,
): readonly Timer[] {
  return rules.flatMap((rule) => {
    const duration = run.durations[rule.after]
    return duration === undefined
      ? []
      : [{ id: `${run.id}.${run.version}.timer.${rule.id}`, rule: rule.id, dueAt: at + duration }]
  })
}

export function lateness(
  timer: Timer,
  at: number,
  restart: boolean,
): { late?: { ms: number; restart: boolean } } {
  const ms = at - timer.dueAt
  return ms > LATE_AFTER_MS ? { late: { ms, restart } } : {}
}
