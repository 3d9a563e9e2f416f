import { DateTime } from 'luxon'

/** The last time before `now` when the clock of the zone showed `HH:MM`; undefined for anything else. */
export function lastTimeAt(text: string, now: number, zone: string): number | undefined {
  const time = clockTime(text, now, zone)
  if (time === undefined) return undefined
  return (time.toMillis() > now ? time.minus({ days: 1 }) : time).toMillis()
}

/** The next time after `now`: `18:00`, `2026-11-25 09:00`, `2026-11-25` (its end). Undefined for anything else. */
export function nextTimeAt(text: string, now: number, zone: string): number | undefined {
  const time = clockTime(text, now, zone)
  if (time !== undefined) return (time.toMillis() <= now ? time.plus({ days: 1 }) : time).toMillis()
  const day = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone })
  if (day.isValid) return day.endOf('day').toMillis()
  const exact = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone })
  return exact.isValid ? exact.toMillis() : undefined
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid
}

function clockTime(text: string, now: number, zone: string): DateTime | undefined {
  const time = DateTime.fromFormat(text, 'H:mm', { zone })
  if (!time.isValid) return undefined
  return DateTime.fromMillis(now, { zone }).set({
    hour: time.hour,
    minute: time.minute,
    second: 0,
    millisecond: 0,
  })
}
