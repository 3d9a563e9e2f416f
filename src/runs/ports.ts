import type { Effect, Refusal } from '../engine/event.ts'
import type { Entry, Run } from '../engine/run.ts'
import type { Place, SurfaceName } from '../notify/ports.ts'
import type { AlertBook } from './alerts.ts'
import type { BackupBook } from './release/ports.ts'

/** One effect on one surface or on another system, a timer, or a duty: the unit that the queue carries. Its id is unique for ever. */
export type Job =
  | {
      readonly id: string
      readonly kind: 'deliver'
      readonly surface: SurfaceName
      readonly channel: string
      readonly effect: Effect
    }
  | {
      readonly id: string
      readonly kind: 'timer'
      readonly run: string
      readonly timer: string
      readonly dueAt: number
    }
  | { readonly id: string; readonly kind: 'act'; readonly effect: ActEffect }
  | {
      readonly id: string
      readonly kind: 'duty'
      readonly duty: string
      readonly dueAt: number
      readonly memo: Memo
    }

export type ActEffect = Extract<Effect, { kind: 'act' }>

/** What one time of a duty leaves to the next. */
export type Memo = Readonly<Record<string, number>>

/** Who did what, when, through which door, with which result. Append-only. */
export type AuditRecord = {
  readonly at: number
  readonly run?: string
  readonly by: string
  readonly door: string
  readonly did: string
  readonly result: 'done' | 'refused' | 'failed'
  readonly reason?: Refusal | string
  readonly entry?: Entry
}

/** What one atomic step stores: the run, its outstanding jobs, and the line in the audit stream. */
export type Change = { readonly run: Run; readonly jobs: readonly Job[]; readonly audit: AuditRecord }

/** Runs and what is outstanding for them. Every method throws when the store is out of reach. */
export type RunStore = {
  /** The next id for a prefix: `INC-1`, `INC-2` ... Gaps are possible, repeats are not. */
  nextId(prefix: string): Promise<string>
  /** Stores a new run once for each `key`: a second call within `rememberMs` (a day when absent) answers the run that the first one made. */
  create(change: Change, key: string, rememberMs?: number): Promise<Run>
  /** False when the stored version is not `previous` any more; nothing is stored then. */
  save(change: Change, previous: number): Promise<boolean>
  get(id: string): Promise<Run | undefined>
  /** Newest first. */
  list(query: RunQuery): Promise<readonly Run[]>
  /** Jobs that are stored and not yet handed to the queue. */
  outbox(limit: number): Promise<readonly Job[]>
  relayed(ids: readonly string[]): Promise<void>
}

export type RunQuery = {
  readonly state?: 'open' | 'finished'
  readonly playbook?: string
  /** Opened then or later, milliseconds since 1970. */
  readonly since?: number
  readonly limit: number
}

export type AuditLog = {
  append(record: AuditRecord): Promise<void>
  /** Oldest first. */
  ofRun(run: string): Promise<readonly AuditRecord[]>
  /** The whole stream in order, oldest first, read in portions. */
  all(): AsyncIterable<AuditRecord>
  /** What came after `cursor`, oldest first; the whole stream without one. Nothing new is no portion. */
  since(cursor?: string): AsyncIterable<AuditPortion>
}

/** Some records in order, and where to read on after them: only `since` knows what the cursor means. */
export type AuditPortion = { readonly records: readonly AuditRecord[]; readonly cursor: string }

/** Remembers what was delivered, so that a repeated job looks before it repeats. */
export type Deliveries = {
  /** Marks the attempt before it is made. `first`: nobody tried; `unknown`: somebody tried and never said how it ended. */
  begin(job: string): Promise<'first' | 'unknown' | 'done'>
  /** How far the job came; looks and marks nothing. After a week a job is forgotten, and `none` again. */
  status(job: string): Promise<'none' | 'begun' | 'done'>
  /** Takes the mark back: the attempt is known to have done nothing. */
  forget(job: string): Promise<void>
  /** Ends the attempt; a place given with a slot is remembered for updates, in the same atomic step. */
  done(job: string, placed?: { run: string; slot: string; surface: SurfaceName; place: Place }): Promise<void>
  place(run: string, slot: string, surface: SurfaceName): Promise<Place | undefined>
  /** The run that a message belongs to: one that was placed, or one that its run quotes. */
  runAt(surface: SurfaceName, place: Spot): Promise<string | undefined>
  /** Remembers that `run` quotes the message that somebody posted there. */
  quote(run: string, surface: SurfaceName, place: Spot): Promise<void>
}

type Spot = Pick<Place, 'channel' | 'message'>

/** Which id a channel had when it was last found by its configured name: names change, ids don't. */
export type ChannelMemory = {
  idOf(surface: SurfaceName, name: string): Promise<string | undefined>
  keep(surface: SurfaceName, name: string, id: string): Promise<void>
}

/** Told after each stored change, by whichever process stored it. */
export type Changes = { subscribe(listener: (run: string) => void): () => void }

/** Performs a job; throws `Postponed` to be called again later, anything else to be retried with backoff. */
export type Handler = (job: Job) => Promise<void>

export type Queue = {
  /** A job whose id is already queued is not queued again. */
  add(jobs: readonly Job[]): Promise<void>
  /** Starts performing. `dead` is told of each job that is given up, with its last error. */
  work(handler: Handler, dead: (job: Job, error: Error) => Promise<void>): void
  close(): Promise<void>
}

/** Not now: the job goes back for `ms` milliseconds and no attempt is counted. */
export class Postponed extends Error {
  override readonly name = 'Postponed'
  readonly ms: number

  constructor(why: string, ms: number) {
    super(why)
    this.ms = ms
  }
}

/** Trying again can't help: the job is put aside, and said so. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless'
}

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `then` once after `ms` milliseconds; the answer takes it back. */
  after(ms: number, then: () => void): () => void
}

/** Everything that outlives a request, of one kind. */
export type Storage = {
  readonly kind: 'memory' | 'redis'
  readonly store: RunStore
  readonly audit: AuditLog
  readonly deliveries: Deliveries
  readonly alerts: AlertBook
  readonly backups: BackupBook
  readonly channels: ChannelMemory
  readonly changes: Changes
  readonly queue: Queue
  /** Settles when the store answered. */
  ping(): Promise<unknown>
  /** Begins to connect; doesn't wait for a store that is away. */
  start(): void
  /** What is wrong with the store's settings, a sentence each. */
  warnings(): Promise<readonly string[]>
  stop(): Promise<void>
}
