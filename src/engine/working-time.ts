import { createPublicHolidays } from './public-holidays.ts'
import type { Span } from './span.ts'
import { createWallClock, dayOfIsoDate, isoDateOf, weekdayOf } from './wall-clock.ts'

/** The hours of a team. Days: 1 is Monday; `from` and `to` in minutes since midnight; `closed` in `YYYY-MM-DD`. */
export type CalendarSettings = {
  readonly timeZone: string
  readonly days: readonly number[]
  readonly from: number
  readonly to: number
  /** Whose public holidays count, as date-holidays names them: `FR`, and `57` in it. */
  readonly country?: string | undefined
  readonly region?: string | undefined
  readonly closed: readonly string[]
}

/** Instants and lengths in milliseconds. */
export type Calendar = {
  /** When the span is over. Working time that ends with the working day is over then, not on the next one. */
  after(at: number, span: Span): number
  /** Why nobody works that day (`YYYY-MM-DD`), weekends apart: the holiday, or that the team is closed. */
  holidayOn(isoDate: string): string | undefined
  isWorking(at: number): boolean
  /** The working time from one instant to the other; 0 when they are the wrong way round. */
  between(from: number, to: number): number
}

const YEAR_IN_DAYS = 366

/** Throws when the hours never open for a whole year, and when there is no such zone. */
export function createCalendar(settings: CalendarSettings): Calendar {
  if (!opensEveryYear(settings))
    throw new Error('the working hours have a whole year without a working minute')
  const { dayOf, instantOf } = createWallClock(settings.timeZone)
  const holidayOn = createHolidays(settings)

  const hoursOn = (day: number): Hours => {
    if (!settings.days.includes(weekdayOf(day)) || holidayOn(isoDateOf(day)) !== undefined) return NONE
    const hours = { from: instantOf(day, settings.from), to: instantOf(day, settings.to) }
    // Where a zone skipped a whole day, its hours would be the next day's.
    return dayOf(hours.from) === day ? hours : NONE
  }

  return {
    holidayOn,
    isWorking: (at) => overlap(hoursOn(dayOf(at)), at, at + 1) > 0,
    after: (at, span) => (typeof span === 'number' ? at + span : afterWorking(at, span.working)),
    between(from, to) {
      let worked = 0
      for (let day = dayOf(from); day <= dayOf(to); day += 1) worked += overlap(hoursOn(day), from, to)
      return worked
    },
  }

  function afterWorking(at: number, working: number): number {
    if (working <= 0) return at
    let left = working
    let open = dayOf(at)
    for (let day = open; day - open <= 2 * YEAR_IN_DAYS; day += 1) {
      const hours = hoursOn(day)
      const available = overlap(hours, at, hours.to)
      if (available >= left) return Math.max(hours.from, at) + left
      if (available > 0) open = day
      left -= available
    }
    throw new Error(
      `no working minute in two years after ${isoDateOf(open)}: holidays fill what closed leaves`,
    )
  }
}

/** Whether no whole year goes by without working hours; public holidays apart. */
export function opensEveryYear({ days, from, to, closed }: Omit<CalendarSettings, 'timeZone'>): boolean {
  if (from >= to || days.length === 0) return false
  const off = new Set(closed.map(dayOfIsoDate))
  const year = Array.from({ length: YEAR_IN_DAYS }, (_, n) => n)
  return [...off].every((first) =>
    year.some((n) => days.includes(weekdayOf(first + n)) && !off.has(first + n)),
  )
}

type Hours = { readonly from: number; readonly to: number }

const NONE: Hours = { from: 0, to: 0 }

function overlap(hours: Hours, from: number, to: number): number {
  return Math.max(0, Math.min(hours.to, to) - Math.max(hours.from, from))
}

function createHolidays({ country, region, closed }: CalendarSettings): Calendar['holidayOn'] {
  const off = new Set(closed)
  const publicHoliday = country === undefined ? () => undefined : createPublicHolidays(country, region)
  return (isoDate) => publicHoliday(isoDate) ?? (off.has(isoDate) ? 'closed' : undefined)
}
