import type { Breaker, MarkName, System, WaitingEntry, WaitingState } from './book.ts'
import type { TraceLine } from './trace.ts'

/** What people may ask of the sync, from the chat and by the buttons of its cards. */
export type Desk = {
  /** `examples` of each state at most, three when it is absent. */
  status(examples?: number): Promise<SyncStatus>
  /** Every step of the event whose id begins with this text; several when it fits several. */
  trace(event: string): Promise<readonly Traced[]>
  /** Puts what is dead or held back to work: what waits of one event, one entity, or all. Answers their keys. */
  retry(what: { readonly event: string } | { readonly entity: string } | 'all'): Promise<readonly string[]>
  /** Synchronises an entity now, whatever is remembered of it. */
  force(entity: string): Promise<Forced>
  /** Closes the breaker of an entity that looped. False when it was closed. */
  release(entity: string): Promise<boolean>
}

export type SyncStatus = {
  readonly queue: { readonly deliveries: number; readonly entities: number }
  readonly waiting: Readonly<Record<WaitingState, number>>
  /** Longest waiting first, a few of each. */
  readonly examples: readonly WaitingEntry[]
  readonly breakers: Readonly<Partial<Record<System, Breaker>>>
  readonly marks: Readonly<Partial<Record<MarkName, string>>>
}

export type Traced = { readonly event: string; readonly lines: readonly TraceLine[] }

/** The event to trace it by, or why it can't be. */
export type Forced =
  | { readonly ok: true; readonly event: string }
  | { readonly ok: false; readonly reason: 'no_such_table' | 'switched_off' }
