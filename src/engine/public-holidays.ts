import { createRequire } from 'node:module'
import type { default as Holidays, HolidaysTypes } from 'date-holidays'
import { dayOfIsoDate, isoDateOf } from './wall-clock.ts'

const DAY = 24 * 60 * 60 * 1_000

/** The name of the public holiday on a day (`YYYY-MM-DD`). */
export type PublicHolidays = (isoDate: string) => string | undefined

/** The days of one country, or of a region that has days of its own. The table is read at the first question. */
export function createPublicHolidays(country: string, region?: string): PublicHolidays {
  const years = new Map<number, ReadonlyMap<string, string>>()
  let table: Holidays | undefined
  return (isoDate) => {
    const year = Number(isoDate.slice(0, 4))
    const known = years.get(year)
    if (known !== undefined) return known.get(isoDate)
    table ??= tableOf(country, region)
    const names = namesIn(table, year)
    years.set(year, names)
    return names.get(isoDate)
  }
}

/** Whether the country has a region of this code: `BY` in `DE`. Reads the table. */
export function hasRegion(country: string, region: string): boolean {
  const states = tableOf(country).getStates(country)
  return states !== undefined && Object.keys(states).includes(region)
}

function namesIn(table: Holidays, year: number): ReadonlyMap<string, string> {
  const names = table.getHolidays(year).flatMap(({ name, start, end }) => {
    const first = dayOfIsoDate(start.toISOString().slice(0, 10))
    const days = Array.from(
      { length: Math.ceil((end.getTime() - start.getTime()) / DAY) + 1 },
      (_, n) => first + n,
    )
    return days.filter((day) => hasNoon(day, start, end)).map((day) => [isoDateOf(day), name] as const)
  })
  return new Map(names)
}

/** Some begin at the sunset before, some at two in the afternoon: the day whose noon they have is the holiday. */
function hasNoon(day: number, start: Date, end: Date): boolean {
  const noon = (day + 0.5) * DAY
  return start.getTime() <= noon && noon < end.getTime()
}

function tableOf(country: string, region?: string): Holidays {
  const Table = load()
  // In UTC its instants are the clock on the wall.
  const options: HolidaysTypes.Options = { types: ['public'], languages: 'en', timezone: 'UTC' }
  return region === undefined ? new Table(country, options) : new Table(country, region, options)
}

/** Reading the days of the whole world takes a tenth of a second: not at start, and not for a team that asks for none. */
function load(): typeof Holidays {
  const table: typeof Holidays = createRequire(import.meta.url)('date-holidays')
  return table
}
