import type { Book } from './book.ts'
import type { Cache } from './cache.ts'
import type { SyncQueue } from './queue.ts'

/** Everything of the sync that outlives one look at an entity, of one kind. */
export type SyncStorage = {
  readonly book: Book
  readonly queue: SyncQueue
  readonly cache: Cache
  start(): void
  stop(): Promise<void>
}
