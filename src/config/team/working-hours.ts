import { z } from 'zod'
import { calendarDay, clockTime } from './clock-time.ts'
import { text } from './words.ts'

/** When the team works; the rest of the time stands still for a target in working hours. */
export type WorkingHours = {
  /** 1 is Monday, 7 Sunday. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly from: number
  readonly to: number
  /** Whose public holidays count, as date-holidays names them: `FR`, and `57` in it. */
  readonly country?: string | undefined
  readonly region?: string | undefined
  /** Days off besides, `YYYY-MM-DD`. */
  readonly closed: readonly string[]
}

const SHORT = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const days = z
  .array(z.enum(SHORT))
  .min(1)
  .transform((names) => SHORT.flatMap((name, index) => (names.includes(name) ? [index + 1] : [])))

const holidays = z
  .strictObject({
    country: text.optional().describe('Its public holidays are days off: FR, DE, CA ...'),
    region: z
      .union([text, z.number().transform(String)])
      .optional()
      .describe('A part of the country that has holidays of its own: 57 (Moselle), BY (Bavaria) ...'),
    closed: z.array(calendarDay).default([]).describe('Days off besides, such as 2026-12-24.'),
  })
  .prefault({})

export const workingHoursSchema = z
  .strictObject({
    days: days.prefault(['mon', 'tue', 'wed', 'thu', 'fri']).describe('Default Monday to Friday.'),
    from: clockTime.prefault('09:00').describe('Default 09:00.'),
    to: clockTime.prefault('18:00').describe('Default 18:00.'),
    holidays: holidays.describe('Days on which nobody works.'),
  })
  .transform(({ holidays, ...hours }): WorkingHours => ({ ...hours, ...holidays }))
  .prefault({})
  .describe('When the team works: targets in working hours count this time only.')
