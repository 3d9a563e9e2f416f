import type { Book } from './book.ts'
import type { SyncClock } from './deps.ts'
import { readInstant } from './instant.ts'
import type { Notices } from './notices.ts'

export type HookSilenceDeps = {
  readonly book: Pick<Book, 'marks'>
  readonly notices: Pick<Notices, 'hookTrouble'>
  readonly clock: Pick<SyncClock, 'now'>
  /** As in the rules. */
  readonly silence: number | undefined
  /** When the first look was possible, the start of the process: what came before nobody listened to. */
  readonly startedAt: number
  /** The team's working time between two instants, milliseconds. */
  readonly worked: (from: number, to: number) => number
}

const MINUTE_MS = 60_000

/** Without an account nobody sees that a webhook is off; that nothing comes any more is seen. Told once a day. */
export async function watchSilence(deps: HookSilenceDeps): Promise<void> {
  const { book, notices, clock, worked } = deps
  const now = clock.now()
  const lastEvent = readInstant((await book.marks.all()).last_event)
  const { since, silent, told } = judgeSilence({ ...deps, lastEvent, now })
  await book.marks.set('hooks', silent ? `silent since ${new Date(since).toISOString()}` : NOT_WATCHED)
  if (told)
    await notices.hookTrouble(
      `hooks:silent:${new Date(now).toISOString().slice(0, 10)}`,
      words(worked(since, now)),
    )
}

const NOT_WATCHED = 'not watched - BASEROW_EMAIL and BASEROW_PASSWORD are not set, silence is told'

export type Silence = { readonly since: number; readonly silent: boolean; readonly told: boolean }

/** Only working time counts, and only in it people are told: a quiet night is no fault. */
export function judgeSilence({
  lastEvent,
  startedAt,
  now,
  silence,
  worked,
}: Pick<HookSilenceDeps, 'silence' | 'startedAt' | 'worked'> & {
  readonly lastEvent: number | undefined
  readonly now: number
}): Silence {
  const since = Math.max(lastEvent ?? 0, startedAt)
  const silent = silence !== undefined && worked(since, now) >= silence
  return { since, silent, told: silent && worked(now - MINUTE_MS, now) > 0 }
}

function words(ms: number): string {
  return `No event from Baserow for ${lengthOf(ms)} of working time. Is a webhook off? Look at the webhooks of each table in Baserow, switch on what is off, then say /sync reconcile. With BASEROW_EMAIL and BASEROW_PASSWORD Vigie does that by itself.`
}

function lengthOf(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}
