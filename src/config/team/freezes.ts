import { z } from 'zod'
import type { Freeze } from '../../engine/freeze.ts'
import { createWallClock, dayOfIsoDate } from '../../engine/wall-clock.ts'
import { clockTime, weekdays } from './clock-time.ts'
import { text } from './words.ts'

type Weekly = Extract<Freeze, { days: readonly number[] }>
/** Times of the team's wall, until its zone is known. */
type Once = { readonly name: string; readonly since: Moment; readonly until: Moment }
export type WrittenFreeze = Weekly | Once

type Moment = { readonly day: number; readonly minute: number }

const DAY = 24 * 60

/** A day, or a day and a time of it; a day alone means `alone`, minutes since midnight. */
const moment = (alone: number) =>
  z.string({ error: 'must be a day, or a day and a time' }).transform((written, context): Moment => {
    const [, date = '', time] = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d))?$/.exec(written.trim()) ?? []
    const minute = time === undefined ? alone : clockTime.safeParse(time).data
    if (z.iso.date().safeParse(date).success && minute !== undefined)
      return { day: dayOfIsoDate(date), minute }
    context.addIssue({
      code: 'custom',
      message: 'is neither a day nor a day and a time; write it as 2026-12-18 or 2026-12-18 14:00',
    })
    return z.NEVER
  })

const written = z.strictObject({
  name: text.describe('As cards and refusals name it.'),
  days: weekdays.optional().describe('Every week: the days on which it begins.'),
  from: clockTime
    .refine((minute) => minute < DAY, { error: 'is the end of the day; write "00:00"' })
    .optional()
    .describe('Every week: when it begins, such as "16:00".'),
  to: clockTime.optional().describe('Every week: when it ends. Earlier than from is on the next day.'),
  since: moment(0).optional().describe('Once: a day, or a day and a time, such as 2026-12-18 14:00.'),
  until: moment(DAY).optional().describe('Once: a day alone is frozen to its end.'),
})

const freeze = written.transform(({ name, days, from, to, since, until }, context): WrittenFreeze => {
  const fault = (message: string, path: readonly string[] = []) => {
    context.addIssue({ code: 'custom', message, path: [...path] })
    return z.NEVER
  }
  const weekly = (days ?? from ?? to) !== undefined
  if (weekly && (since ?? until) !== undefined)
    return fault('is both weekly and once; write days, from and to, or since and until')
  if (days !== undefined && from !== undefined && to !== undefined) {
    if (from !== to) return { name, days, from, to }
    return fault('is the same as from; the whole day is from "00:00" to "24:00"', ['to'])
  }
  if (since === undefined || until === undefined)
    return fault('is not whole; write days, from and to (every week), or since and until (once)')
  if (minutes(since) < minutes(until)) return { name, since, until }
  return fault('is not later than since; a freeze ends after it begins', ['until'])
})

/** "Pas de release vendredi soir." */
const FRIDAY_EVENING = { name: 'vendredi soir', days: ['fri' as const], from: '16:00', to: '24:00' }

export const freezesSchema = z
  .array(freeze)
  .prefault([FRIDAY_EVENING])
  .describe(
    'When nothing is released unless an owner overrides it with a reason. Default Friday evening; a list replaces it.',
  )

/** A time that comes twice means the first. */
export function settleFreezes(freezes: readonly WrittenFreeze[], timeZone: string): readonly Freeze[] {
  const { instantOf } = createWallClock(timeZone)
  const at = ({ day, minute }: Moment) => instantOf(day, minute)
  return freezes.map((one) =>
    'days' in one ? one : { name: one.name, since: at(one.since), until: at(one.until) },
  )
}

function minutes({ day, minute }: Moment): number {
  return day * DAY + minute
}
