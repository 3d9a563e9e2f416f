import { z } from 'zod'
import { hasRegion } from '../../engine/public-holidays.ts'
import { type CalendarSettings, opensEveryYear } from '../../engine/working-time.ts'
import { calendarDay, clockTime, weekdays } from './clock-time.ts'
import { COUNTRIES } from './countries.ts'
import { text } from './words.ts'

/** When the team works; the rest of the time stands still for a target in working hours. */
export type WorkingHours = Omit<CalendarSettings, 'timeZone'>

const holidays = z
  .strictObject({
    country: z
      .string()
      .refine((code) => COUNTRIES.includes(code), {
        error: 'is not a country whose holidays are known; write its two letters, such as FR',
      })
      .optional()
      .describe('Its public holidays are days off: FR, DE, CA ...'),
    region: z
      .union([text, z.number().transform(String)])
      .optional()
      .describe('A part of the country that has holidays of its own: 57 (Moselle), BY (Bavaria) ...'),
    closed: z.array(calendarDay).default([]).describe('Days off besides, such as 2026-12-24.'),
  })
  .superRefine(({ country, region }, context) => {
    if (region === undefined) return
    const fault = country === undefined ? 'needs its country too' : faultOfRegion(country, region)
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['region'], message: fault })
  })
  .prefault({})

export const workingHoursSchema = z
  .strictObject({
    days: weekdays.prefault(['mon', 'tue', 'wed', 'thu', 'fri']).describe('Default Monday to Friday.'),
    from: clockTime.prefault('09:00').describe('Default 09:00.'),
    to: clockTime.prefault('18:00').describe('Default 18:00.'),
    holidays: holidays.describe('Days on which nobody works.'),
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    error: 'is not later than from; the day ends after it begins',
  })
  .transform(({ holidays, ...hours }): WorkingHours => ({ ...hours, ...holidays }))
  .refine((hours) => hours.from >= hours.to || opensEveryYear(hours), {
    path: ['holidays', 'closed'],
    error: 'leaves a whole year without a working day; remove some',
  })
  .prefault({})
  .describe('When the team works: targets in working hours count this time only.')

function faultOfRegion(country: string, region: string): string | undefined {
  if (!COUNTRIES.includes(country) || hasRegion(country, region)) return undefined
  return `is not a region of ${country} that has holidays of its own; leave it out or correct it`
}
