import type { Span } from '../engine/span.ts'
import type { Look } from './look.ts'

/** `14:32`, with the date when it isn't today: `22 Nov 14:32`. In the team's time zone. */
export function formatTime(at: number, { timeZone, now }: Pick<Look, 'timeZone' | 'now'>): string {
  const { time, day, dayOfYear, date } = formatsOf(timeZone)
  const [then, today] = [date.format(at), date.format(now)]
  if (then === today) return time.format(at)
  const sameYear = then.slice(0, 4) === today.slice(0, 4)
  return `${(sameYear ? day : dayOfYear).format(at)} ${time.format(at)}`
}

/** `2026-11-23` in the given zone. */
export function isoDate(at: number, timeZone: string): string {
  return formatsOf(timeZone).date.format(at)
}

type Formats = Readonly<Record<'time' | 'day' | 'dayOfYear' | 'date', Intl.DateTimeFormat>>

/** Making a format costs a hundred times what using it does. */
const made = new Map<string, Formats>()

function formatsOf(timeZone: string): Formats {
  const known = made.get(timeZone)
  if (known !== undefined) return known
  const day = { timeZone, day: 'numeric', month: 'short' } as const
  const formats = {
    time: new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
    day: new Intl.DateTimeFormat('en-GB', day),
    dayOfYear: new Intl.DateTimeFormat('en-GB', { ...day, year: 'numeric' }),
    date: new Intl.DateTimeFormat('en-CA', { timeZone }),
  }
  made.set(timeZone, formats)
  return formats
}

/** As the playbook writes a downtime: `1h05m`. */
export function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m`
}

/** `45 s`, `7 min`, `4 h`, `4 working h`, `2 h 30 min`, `3 d`: for sentences. */
export function formatSpan(span: Span): string {
  if (typeof span !== 'number') return formatSpan(span.working).replace(/ (?=min|h|d)/, ' working ')
  const ms = span
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.round(hours / 24)} d`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
