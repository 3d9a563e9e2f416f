import { IANAZone } from 'luxon'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A clock on the wall of a time zone. Days are counted from 1970-01-01; instants are milliseconds since 1970. */
export type WallClock = {
  /** The day that the wall shows at this instant. */
  dayOf(at: number): number
  /**
   * When the wall shows this minute since midnight; 1440 is the end of the day.
   * A time that comes twice means the first. One that is skipped means as long after the change: 02:30 is then 03:30.
   */
  instantOf(day: number, minute: number): number
}

/** Throws when there is no such zone. */
export function createWallClock(timeZone: string): WallClock {
  const zone = IANAZone.create(timeZone)
  if (!zone.isValid) throw new Error(`${timeZone} is not a time zone`)
  const offset = (at: number) => zone.offset(at) * MINUTE
  return {
    dayOf: (at) => Math.floor((at + offset(at)) / DAY),
    instantOf(day, minute) {
      const shown = day * DAY + minute * MINUTE
      // The offsets on both sides of any change nearby; luxon's own guess would depend on today's.
      const early = shown - offset(shown - DAY)
      const late = shown - offset(shown + DAY)
      const found = [early, late].filter((at) => at + offset(at) === shown)
      return found.length === 0 ? early : Math.min(...found)
    },
  }
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** `2026-11-23`. */
export function isoDateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

export function dayOfIsoDate(isoDate: string): number {
  return Date.parse(`${isoDate}T00:00:00Z`) / DAY
}
