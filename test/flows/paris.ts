import { DateTime } from 'luxon'

/** `2026-05-12 11:43` on the clocks of the example's team, in milliseconds since 1970. */
export function paris(time: string): number {
  const read = DateTime.fromSQL(time, { zone: 'Europe/Paris' })
  if (!read.isValid) throw new Error(`${time} is no time`)
  return read.toMillis()
}
