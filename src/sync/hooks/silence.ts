import type { Book } from '../book.ts'
import type { SyncClock } from '../deps.ts'
import { readInstant } from '../instant.ts'
import type { Notices } from '../notices.ts'
import { silentSince } from './mark.ts'

export type HookSilenceDeps = {
  readonly book: Pick<Book, 'marks'>
  readonly notices: HookNotices
  readonly clock: Pick<SyncClock, 'now'>
  /** As in the rules. */
  readonly silence: number | undefined
  /** When the first look was possible, the start of the process: what came before nobody listened to. */
  readonly startedAt: number
  /** The team's working time between two instants, milliseconds. */
  readonly worked: (from: number, to: number) => number
}

export type HookNotices = Pick<Notices, 'hookTrouble'> & {
  /** The trouble with this key is over; `now` says how it stands. */
  hookMended(key: string, now: string): Promise<void>
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Without an account nobody sees that a webhook is off; that nothing comes any more is seen. Told once a day. */
export async function watchSilence(deps: HookSilenceDeps): Promise<void> {
  const { book, notices, clock, worked } = deps
  const now = clock.now()
  const marks = await book.marks.all()
  const before = silentSince(marks.hooks)
  const { since, silent, told } = judgeSilence({
    ...deps,
    lastEvent: readInstant(marks.last_event),
    before,
    now,
  })
  await book.marks.set('hooks', silent ? `silent since ${new Date(since).toISOString()}` : NOT_WATCHED)
  if (told) await notices.hookTrouble(keyOf(since, now), words(worked(since, now)))
  if (before === undefined || silent) return
  for (let at = before; at <= now; at += DAY_MS)
    await notices.hookMended(keyOf(before, at), 'An event came from Baserow.')
}

const NOT_WATCHED = 'not watched - BASEROW_EMAIL and BASEROW_PASSWORD are not set, silence is told'

function keyOf(since: number, at: number): string {
  return `hooks:silent:${since}:${Math.floor((at - since) / DAY_MS)}`
}

export type Silence = { readonly since: number; readonly silent: boolean; readonly told: boolean }

export type SilenceFacts = Pick<HookSilenceDeps, 'silence' | 'startedAt' | 'worked'> & {
  readonly lastEvent: number | undefined
  /** Since when it is silent already: a restart ends no silence. */
  readonly before: number | undefined
  readonly now: number
}

/** Only working time counts, and only in it people are told: a quiet night is no fault. */
export function judgeSilence(facts: SilenceFacts): Silence {
  const { lastEvent = 0, before, startedAt, now, silence, worked } = facts
  const since = before !== undefined && lastEvent <= before ? before : Math.max(lastEvent, startedAt)
  const silent = silence !== undefined && worked(since, now) >= silence
  return { since, silent, told: silent && worked(now - MINUTE_MS, now) > 0 }
}

function words(ms: number): string {
  return `No event from Baserow for ${lengthOf(ms)} of working time. Is a webhook off? Switch on what is off in Baserow, then say /sync reconcile. With BASEROW_EMAIL and BASEROW_PASSWORD Vigie does that by itself.`
}

function lengthOf(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}
