import { z } from 'zod'

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$|^24:00$/

/** As ISO 8601 counts them: the first is 1, Monday. */
const DAYS: readonly string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** `09:00` in the file, minutes since midnight in `Config`; `24:00` is the end of the day. */
export const clockTime = z
  .string({ error: 'must be a time in quotes, such as "09:00"' })
  .trim()
  .regex(CLOCK, { error: 'is not a time; write hours and minutes, such as "09:00"', abort: true })
  .transform(minutesOf)

/** `monday 09:00`, every week. */
export const weekly = z
  .string({ error: 'must be a day and a time, such as monday 09:00' })
  .transform((text, context) => {
    const [day = '', time = '', ...rest] = text.trim().toLowerCase().split(/\s+/)
    const weekday = DAYS.indexOf(day) + 1
    if (weekday > 0 && CLOCK.test(time) && time !== '24:00' && rest.length === 0)
      return { weekday, minute: minutesOf(time) }
    context.addIssue({ code: 'custom', message: 'is not a day and a time; write it as monday 09:00' })
    return z.NEVER
  })

const SHORT = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** `[mon, fri]` in the file, in any order; `[1, 5]` in `Config`. */
export const weekdays = z
  .array(z.enum(SHORT))
  .min(1, { abort: true })
  .transform((names) => SHORT.flatMap((name, index) => (names.includes(name) ? [index + 1] : [])))

/** A day that exists, such as 2026-12-24. */
export const calendarDay = z.iso.date({
  error: 'is not a date; write year, month and day, such as 2026-12-24',
})

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
