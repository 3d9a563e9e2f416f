import { RecurrenceRule } from 'node-schedule'
import { createWallClock, dayOfIsoDate, type WallClock, weekdayOf } from './wall-clock.ts'

const DAY = 24 * 60 * 60 * 1_000

/** People by id. */
export type RotationSettings = {
  readonly timeZone: string
  /** On call without a rotation, and until it begins. */
  readonly primary: string
  readonly backup: string
  /** The week on call begins then. 1 is Monday; minutes since midnight. */
  readonly handover: { readonly weekday: number; readonly minute: number }
  /** The first takes the week that begins with the first handover on the day `first` (`YYYY-MM-DD`) or after it. */
  readonly rotation?: { readonly people: readonly string[]; readonly first: string } | undefined
}

export type OnCall = { readonly primary: string; readonly backup: string }

/** Somebody stands in, from an instant until another (milliseconds; `until` itself no more). */
export type Override = {
  readonly role: keyof OnCall
  readonly person: string
  readonly from: number
  readonly until: number
}

/**
 * Who is on call. The backup is the next in turn. Of the overrides of a role the latest in the list counts.
 * Two different people, always: when an override brings somebody who has the other role, that role goes to whoever is free.
 */
export function onCallAt(settings: RotationSettings, at: number, overrides: readonly Override[]): OnCall {
  const turn = turnAt(settings, at)
  const active = overrides.filter(({ from, until }) => from <= at && at < until)
  const primary = active.findLastIndex(({ role }) => role === 'primary')
  const backup = active.findLastIndex(({ role }) => role === 'backup')
  const wanted = {
    primary: active[primary]?.person ?? turn.primary,
    backup: active[backup]?.person ?? turn.backup,
  }
  if (wanted.primary !== wanted.backup) return wanted
  const replaced = [...(primary < 0 ? [] : [turn.primary]), ...(backup < 0 ? [] : [turn.backup])]
  const moved = primary > backup ? 'backup' : 'primary'
  const candidates = [turn[moved], turn.primary, turn.backup, ...turn.others]
  return { ...wanted, [moved]: whoIsFree(candidates, wanted[moved], replaced) }
}

/** The first handover after `at`, in milliseconds since 1970. */
export function nextHandover(settings: RotationSettings, at: number): number {
  const { dayOf, instantOf } = createWallClock(settings.timeZone)
  const { weekday, minute } = settings.handover
  // Asked for the handover itself, the rule leaves out a week whose minute the clock skips, and takes one that
  // comes twice twice. No clock changes at noon: the rule finds the day, the wall its minute.
  const rule = new RecurrenceRule()
  rule.dayOfWeek = weekday % 7
  rule.hour = 12
  rule.minute = 0
  rule.tz = settings.timeZone
  let noon = rule.nextInvocationDate(new Date(at - 2 * DAY))
  while (instantOf(dayOf(noon.getTime()), minute) <= at) noon = rule.nextInvocationDate(noon)
  return instantOf(dayOf(noon.getTime()), minute)
}

type Turn = OnCall & {
  /** Who else has turns, the next first. */
  readonly others: readonly string[]
}

function turnAt({ timeZone, handover, rotation, primary, backup }: RotationSettings, at: number): Turn {
  const fixed = { primary, backup, others: [] }
  if (rotation === undefined) return fixed
  const { people, first } = rotation
  const begin = firstOnOrAfter(dayOfIsoDate(first), handover.weekday)
  const week = Math.floor((lastHandoverDay(createWallClock(timeZone), handover, at) - begin) / 7)
  if (week < 0) return fixed
  const start = week % people.length
  const [now = primary, next = backup, ...others] = [...people.slice(start), ...people.slice(0, start)]
  return { primary: now, backup: next, others }
}

function firstOnOrAfter(day: number, weekday: number): number {
  return day + ((weekday - weekdayOf(day) + 7) % 7)
}

function lastHandoverDay(wall: WallClock, handover: RotationSettings['handover'], at: number): number {
  const today = wall.dayOf(at)
  const day = firstOnOrAfter(today - 6, handover.weekday)
  return wall.instantOf(day, handover.minute) <= at ? day : day - 7
}

/** Rather somebody whom no override replaced: who was replaced is probably away. */
function whoIsFree(candidates: readonly string[], taken: string, replaced: readonly string[]): string {
  const free = candidates.filter((person) => person !== taken)
  return free.find((person) => !replaced.includes(person)) ?? free[0] ?? taken
}
