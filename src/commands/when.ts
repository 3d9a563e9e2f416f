import { DateTime } from 'luxon'

/** The last time up to `now` when the clock of the zone showed `HH:MM`; undefined for anything else. */
export function lastTimeAt(text: string, now: number, zone: string): number | undefined {
  return clockTimes(text, now, zone).findLast((at) => at <= now)
}

/** The next time after `now`: `18:00`, `2026-11-25 09:00`, `2026-11-25` (its end). Undefined for anything else. */
export function nextTimeAt(text: string, now: number, zone: string): number | undefined {
  const words = text.trim().replace(/\s+/g, ' ')
  const next = clockTimes(words, now, zone).find((at) => at > now)
  if (next !== undefined) return next
  const day = DateTime.fromFormat(words, 'yyyy-MM-dd', { zone })
  if (day.isValid) return day.endOf('day').toMillis()
  const exact = DateTime.fromFormat(words, 'yyyy-MM-dd H:mm', { zone })
  return exact.isValid ? exact.toMillis() : undefined
}

/** That time of that day, the first one where the clock shows it twice; undefined for what the calendar lacks. */
export function timeOn(day: string, time: string, zone: string): number | undefined {
  const exact = DateTime.fromFormat(`${day} ${time}`, 'yyyy-MM-dd H:mm', { zone })
  return exact.isValid ? exact.toMillis() : undefined
}

/** Whether the day `2026-11-30` is over in the zone. */
export function isOver(date: string, now: number, zone: string): boolean {
  return DateTime.fromISO(date, { zone }).endOf('day').toMillis() < now
}

/** When the clock shows `HH:MM` yesterday, today and tomorrow, in order: twice on a day when it is set back. */
function clockTimes(text: string, now: number, zone: string): readonly number[] {
  const [hour = Number.NaN, minute = Number.NaN] = /^\d{1,2}:\d\d$/.test(text)
    ? text.split(':').map(Number)
    : []
  if (!(hour < 24 && minute < 60)) return []
  const today = DateTime.fromMillis(now, { zone }).startOf('day')
  return [-1, 0, 1].flatMap((days) =>
    today
      .plus({ days })
      .set({ hour, minute })
      .getPossibleOffsets()
      .map((time) => time.toMillis())
      .sort((one, other) => one - other),
  )
}
