import type { Book } from './book.ts'
import type { Cache } from './cache.ts'
import type { Notices } from './notices.ts'
import type { Baserow, Docmost } from './ports.ts'
import type { SyncQueue } from './queue.ts'
import type { SyncRules } from './rules.ts'

/** What the parts of the sync work with; each takes the few that it needs. */
export type SyncDeps = {
  readonly baserow: Baserow
  readonly docmost: Docmost
  readonly book: Book
  readonly queue: SyncQueue
  readonly cache: Cache
  readonly notices: Notices
  readonly rules: SyncRules
  readonly addresses: Addresses
  readonly clock: SyncClock
  readonly log: SyncLog
}

/** Where people open a row or a page in their browser. */
export type Addresses = {
  row(table: number, row: number): string
  page(spaceSlug: string, slugId: string): string
}

export type SyncClock = {
  /** Milliseconds since 1970. */
  now(): number
  after(ms: number, then: () => void): () => void
}

export type SyncLog = {
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}

export function pause(clock: SyncClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}
