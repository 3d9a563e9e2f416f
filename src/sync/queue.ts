import type { System } from './book.ts'
import type { Delivery } from './delivery.ts'

/** What the sync has to do, shared by all replicas. Every method throws when the store is out of reach. */
export type SyncQueue = {
  /** Stores the delivery and remembers its key for a day, in one atomic step: neither a mark without a job nor two jobs. */
  take(delivery: Delivery): Promise<'stored' | 'duplicate'>
  /** One job at a time for an entity: a touch while it waits is that job, one while it is worked on brings one more afterwards. */
  touch(entities: readonly string[]): Promise<void>
  /** Asks later whether a remote is back: one such job for each. */
  probe(system: System, ms: number, failed: number): Promise<void>
  /** Deliveries and entities that wait or are worked on. */
  count(): Promise<{ readonly deliveries: number; readonly entities: number }>
  work(handlers: SyncHandlers): void
  close(): Promise<void>
}

/** A handler that throws is called again with `failed` one higher, after `retryMs`, without end: it decides itself when to stop. */
export type SyncHandlers = {
  delivery(delivery: Delivery, failed: number): Promise<void>
  entity(entity: string, failed: number): Promise<void>
  probe(system: System, failed: number): Promise<void>
}

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/** Milliseconds before the next attempt after `failed` failures: 1 s, 2 s, 4 s ... one minute. What the remote asked for is respected. */
export function retryMs(failed: number, error: unknown): number {
  const asked = error instanceof Error && 'retryAfterMs' in error ? Number(error.retryAfterMs) : Number.NaN
  const own = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failed - 1))
  return Number.isNaN(asked) ? own : Math.max(own, asked)
}
