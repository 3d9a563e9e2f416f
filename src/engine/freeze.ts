import { createWallClock, type WallClock, weekdayOf } from './wall-clock.ts'

/**
 * When nothing is released: every week, or once. Days: 1 is Monday; `from` and `to` are minutes since midnight, and one
 * that ends no later than it begins goes over midnight. Instants in milliseconds since 1970.
 */
export type Freeze = { readonly name: string } & (
  | { readonly days: readonly number[]; readonly from: number; readonly to: number }
  | { readonly since: number; readonly until: number }
)

/** A freeze that is on, and when it ends. */
export type Frozen = { readonly name: string; readonly until: number }

/** The freeze that is on at this instant; of several the one that ends last. */
export function freezeAt(freezes: readonly Freeze[], at: number, timeZone: string): Frozen | undefined {
  const wall = createWallClock(timeZone)
  const on = freezes.flatMap((freeze) =>
    spansOf(freeze, at, wall)
      .filter(({ since, until }) => since <= at && at < until)
      .map(({ until }) => ({ name: freeze.name, until })),
  )
  return on.reduce<Frozen | undefined>(
    (last, one) => (last === undefined || one.until > last.until ? one : last),
    undefined,
  )
}

type Stretch = { readonly since: number; readonly until: number }

/** Its times that this instant could be within: those that begin today, and over midnight those of yesterday. */
function spansOf(freeze: Freeze, at: number, { dayOf, instantOf }: WallClock): readonly Stretch[] {
  if ('since' in freeze) return [freeze]
  const today = dayOf(at)
  const { days, from, to } = freeze
  return [today - 1, today]
    .filter((day) => days.includes(weekdayOf(day)))
    .map((day) => ({ day, since: instantOf(day, from), until: instantOf(to > from ? day : day + 1, to) }))
    .filter(({ day, since }) => dayOf(since) === day)
}
