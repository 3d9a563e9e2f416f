import { formatTime } from '../../notify/time.ts'

/** A time as the team reads it. */
export type When = (at: number) => string

export function createWhen(timeZone: string, now: () => number): When {
  return (at) => formatTime(at, { timeZone, now: now() })
}
