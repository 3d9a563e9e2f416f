import type { Freeze } from './freeze.ts'
import { createWallClock, weekdayOf } from './wall-clock.ts'

/** The freeze that begins next after this instant, and when: milliseconds since 1970. */
export function nextFreeze(
  freezes: readonly Freeze[],
  at: number,
  timeZone: string,
): { readonly name: string; readonly since: number } | undefined {
  const { dayOf, instantOf } = createWallClock(timeZone)
  const week = Array.from({ length: 8 }, (_, n) => dayOf(at) + n)
  const begins = (freeze: Freeze) =>
    'since' in freeze
      ? [freeze.since]
      : week.filter((day) => freeze.days.includes(weekdayOf(day))).map((day) => instantOf(day, freeze.from))
  return freezes
    .flatMap((freeze) => begins(freeze).map((since) => ({ name: freeze.name, since })))
    .filter(({ since }) => since > at)
    .sort((one, other) => one.since - other.since)[0]
}
