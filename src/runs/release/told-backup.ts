import { z } from 'zod'
import type { Backup } from './ports.ts'

/** What a backup script, or the address that knows, says of a backup. `because` is a sentence for whoever connects it. */
export type ToldBackup =
  | { readonly kind: 'made'; readonly backup: Backup }
  /** It is none: what was backed up before still is the last. */
  | { readonly kind: 'failed'; readonly said: string }
  | { readonly kind: 'unusable'; readonly because: string }

const word = z.union([z.string(), z.number()]).nullish()
const toldSchema = z.object({
  at: word,
  name: word,
  size: word,
  ok: z.union([z.boolean(), z.string(), z.number()]).nullish(),
})

/** Clocks differ by this much at most. */
const AHEAD_MS = 5 * 60_000
const YES: readonly string[] = ['true', 'yes', 'ok', '1', '']
const NO: readonly string[] = ['false', 'no', 'failed', '0']

/** Nothing said is a backup that was made now. `now` in milliseconds since 1970. */
export function readToldBackup(fields: unknown, now: number): ToldBackup {
  const told = toldSchema.safeParse(fields).data
  if (told === undefined) return unusable('The fields are at, name, size and ok: each a text or a number.')
  const ok = String(told.ok ?? '')
    .trim()
    .toLowerCase()
  const said = [told.name, sizeOf(told.size)].flatMap(wordOf).join(', ')
  if (NO.includes(ok)) return { kind: 'failed', said }
  if (!YES.includes(ok)) return unusable('ok is neither true nor false.')
  const at = told.at === undefined || told.at === null || told.at === '' ? now : instantOf(String(told.at))
  if (at === undefined)
    return unusable(
      'at is no instant: write it with its time zone, as `date -Iseconds` does, or as seconds since 1970.',
    )
  if (at > now + AHEAD_MS) return unusable('at is in the future.')
  return { kind: 'made', backup: { at, said } }
}

function unusable(because: string): ToldBackup {
  return { kind: 'unusable', because }
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)$/i
const EPOCH = /^\d{9,13}(\.\d+)?$/
/** What is less than this is in seconds. */
const LEAST_MS = 100_000_000_000

function instantOf(text: string): number | undefined {
  const written = text.trim()
  if (EPOCH.test(written)) {
    const count = Number(written)
    return Math.round(count < LEAST_MS ? count * 1000 : count)
  }
  const [, day, time = '', zone = ''] = ISO.exec(written) ?? []
  const at = Date.parse(`${day}T${time.replace(',', '.')}${offsetOf(zone)}`)
  return Number.isNaN(at) ? undefined : at
}

/** `+01`, `+0100` and `+01:00` are the same. */
function offsetOf(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? []
  return hours === undefined ? zone.toUpperCase() : `${hours}:${minutes}`
}

const MOST_SAID = 80

function wordOf(value: z.infer<typeof word>): readonly string[] {
  const text = String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST_SAID)
  return text === '' ? [] : [text]
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A bare number is in bytes: `1.2 GB`. */
function sizeOf(size: z.infer<typeof word>): z.infer<typeof word> {
  if (size === undefined || size === null || !/^\d+$/.test(String(size))) return size
  const bytes = Number(size)
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  return `${Number((bytes / 1000 ** step).toFixed(1))} ${UNITS[step]}`
}
