/**
 * Something that another system told us, or that we found out by asking: reduced to what it is about. It says that
 * entities changed and never how they stand now: the worker reads that afresh.
 */
export type Delivery = {
  /** Names the delivery for ever: a second with the same key within a day is a duplicate. */
  readonly key: string
  /** What people trace and retry it by. */
  readonly event: string
  readonly source: 'baserow' | 'docmost'
  /** `rows.updated`, `page.created` ...: the sender's own word. */
  readonly type: string
  /** When we had it, milliseconds since 1970. */
  readonly at: number
  /** When it happened, where that is known: the lag is counted from it. */
  readonly happenedAt?: number
  /** What the sender passed on of `X-Bridge-Origin`. */
  readonly origin?: string
  readonly changes: readonly Change[]
  /** Why nothing can be done with it; it is kept and reported then. */
  readonly unusable?: string
}

export type Change = {
  /** Key of an entity. */
  readonly entity: string
  readonly because: Because
  /** `hashOf` the values that the event carried, where it carried any. */
  readonly hash?: string
  /** Baserow user who wrote the row, where the event is sure of it: an event of the row's own table. */
  readonly by?: number
  /** Keys of the entities that the row leads to: what is remembered of them is stale. */
  readonly links?: readonly string[]
  /** Keys of the entities that show what changed in it: Baserow tells of them only when a link changes. */
  readonly readers?: readonly string[]
}

/** Why an entity is looked at. */
export type Because =
  | 'created'
  | 'updated'
  | 'deleted'
  /** Something that it leads to changed. */
  | 'linked'
  /** Found different by comparing everything. */
  | 'reconciled'
  /** Found different when there was nothing yet to compare with. */
  | 'first_seen'
  /** Somebody asked for it. */
  | 'forced'
  | 'retried'
  /** Somebody's hours may have changed. */
  | 'capacity'

/** Why an entity waits for its turn: several causes become one look, and each of them is told how it ended. */
export type Cause = {
  readonly event: string
  readonly because: Because
  readonly at: number
  /** The entity that led to it: the intervention that uses up somebody's hours. */
  readonly through?: string
}
