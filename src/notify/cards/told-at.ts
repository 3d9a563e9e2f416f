import type { Entry } from '../../engine/run.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { textFact, timeFact } from './incident-facts.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What may be told later than it happened. */
const TOLD = ['note', 'quoted']

/** When it happened, milliseconds since 1970: the time that a note or a marked message names, else when it was entered. */
export function toldAt(entry: Entry, look: Pick<Look, 'timeZone'>): number {
  if (entry.kind !== 'noted' || !TOLD.includes(entry.what)) return entry.at
  return timeFact(entry.fields, 'at') ?? clockTime(entry, look) ?? entry.at
}

/** `14:05` is the last time that the team's clocks said so. */
function clockTime({ at, fields }: Entry, { timeZone }: Pick<Look, 'timeZone'>): number | undefined {
  const told = textFact(fields, 'at') ?? ''
  const minutes = minutesOf(told)
  if (minutes === undefined) return undefined
  const clock = (time: number) => formatTime(time, { timeZone, now: time })
  const since = ((minutesOf(clock(at)) ?? 0) - minutes) * MINUTE
  const then = Math.floor(at / MINUTE) * MINUTE - ((since + DAY) % DAY)
  // The clocks may have been changed in between.
  return [then, then + HOUR, then - HOUR].find((time) => time <= at && clock(time) === told) ?? then
}

function minutesOf(clock: string): number | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock)
  return found === null ? undefined : Number(found[1]) * 60 + Number(found[2])
}
