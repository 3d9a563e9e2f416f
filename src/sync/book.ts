import type { Cause } from './delivery.ts'
import type { TraceLine } from './trace.ts'

/**
 * What the sync remembers. Entities are named by their keys. Every method is one atomic step and throws when the
 * store is out of reach; memory and Redis keep the same promises (`test/contract`).
 */
export type Book = {
  readonly links: Links
  readonly memory: Memory
  readonly causes: Causes
  readonly trace: Trace
  readonly waiting: Waiting
  readonly breakers: Breakers
  readonly repeats: Repeats
  readonly marks: Marks
  readonly lists: Lists
}

/** Which page belongs to which entity: one to one. A child's entity is `formation:3/bloc:9`. */
export type Links = {
  pageOf(entity: string): Promise<string | undefined>
  entityOf(page: string): Promise<string | undefined>
  /** What either was linked to before is unlinked. */
  link(entity: string, page: string): Promise<void>
  unlink(entity: string): Promise<void>
  /** Entities that begin with this text: `formation:3/`. */
  entitiesUnder(prefix: string): Promise<readonly string[]>
}

/** How an entity stood when it was last in step. */
export type Remembered = {
  /** `hashOf` the row and of what was read through its links; of a page, its title and place. */
  readonly fingerprint: string
  /** `hashOf` the row's own values, as an event carries them. */
  readonly row?: string
  readonly at: number
  /** What the row wanted of its page: a person's own change of it is told from it. */
  readonly title?: string
  readonly icon?: string
  /** Entities that are looked at again when this one changes or goes: `personne:5`. */
  readonly affects?: readonly string[]
  /** How often somebody's hours were found used up; `over` while they are. */
  readonly episode?: number
  readonly over?: boolean
  /** It was told that they are used up, and not through what: their own row may come before the one that used them up. */
  readonly unexplained?: boolean
  /** False while its letter waits for what is to stand in it. */
  readonly mailed?: boolean
}

export type Memory = {
  get(entity: string): Promise<Remembered | undefined>
  set(entity: string, remembered: Remembered): Promise<void>
  forget(entity: string): Promise<void>
  /** Keys and memories of all rows of a table. */
  ofTable(table: string): AsyncIterable<readonly [string, Remembered]>
}

/** Why entities wait for their turn. */
export type Causes = {
  /** The same cause again changes nothing. */
  add(entity: string, cause: Cause): Promise<void>
  /** Oldest first, at most the latest hundred. */
  of(entity: string): Promise<readonly Cause[]>
  /** Takes away the oldest `count`: those that were just seen to. What came meanwhile stays. */
  settle(entity: string, count: number): Promise<void>
}

/** What became of events, kept for a day. */
export type Trace = {
  write(lines: readonly TraceLine[]): Promise<void>
  /** In the order of writing. */
  of(event: string): Promise<readonly TraceLine[]>
  /** Events that begin with this text, newest first: one types the first letters of an id. */
  find(prefix: string, limit: number): Promise<readonly string[]>
}

/** Entities that can't go on by themselves. */
export type Waiting = {
  /** What waited already keeps its `since` and its events, and is counted once more. */
  put(entry: Omit<WaitingEntry, 'times'>): Promise<WaitingEntry>
  get(entity: string): Promise<WaitingEntry | undefined>
  /** False when it did not wait. */
  remove(entity: string): Promise<boolean>
  /** Longest waiting first. */
  list(state: WaitingState, limit: number): Promise<readonly WaitingEntry[]>
  count(): Promise<Readonly<Record<WaitingState, number>>>
}

/** `parked` until a remote is back, `dead` until somebody retries it, `held` by its own breaker until somebody closes it. */
export type WaitingState = 'parked' | 'dead' | 'held'

export type WaitingEntry = {
  readonly entity: string
  readonly state: WaitingState
  readonly since: number
  readonly because: string
  readonly system?: System
  /** At most the latest twenty. */
  readonly events: readonly string[]
  /** How often it came here since it was last in step. */
  readonly times: number
}

export type System = 'baserow' | 'docmost'

/** One for each remote, shared by all replicas: open while the remote does not answer. */
export type Breakers = {
  get(system: System): Promise<Breaker | undefined>
  /** False when it was open already. */
  open(system: System, breaker: Breaker): Promise<boolean>
  /** False when it was closed already. */
  close(system: System): Promise<boolean>
}

export type Breaker = { readonly since: number; readonly because: string }

/** Counts what says the same again. */
export type Repeats = {
  /** How often this was said within the last `windowMs`, this time included. */
  count(what: string, at: number, windowMs: number): Promise<number>
}

/** Small facts for `/sync status`: when the last event came, how far behind we are. */
export type Marks = {
  set(name: MarkName, value: string): Promise<void>
  all(): Promise<Readonly<Partial<Record<MarkName, string>>>>
}

export type MarkName =
  | 'last_event'
  | 'last_test_call'
  | 'last_poll'
  | 'last_sweep'
  | 'last_reconcile'
  | 'feed_read_to'
  | 'lag_ms'
  | 'hooks'

/** Sets of ids that are compared from one look to the next: what is in the trash, what is shared. */
export type Lists = {
  /** Undefined when there was no look yet. */
  read(name: string): Promise<readonly string[] | undefined>
  replace(name: string, ids: readonly string[]): Promise<void>
}
