import type { System } from './book.ts'

/** What people are told. Each is told once for its `key`, however often it is called; stored when it resolves. */
export type Notices = {
  /** Somebody's hours are used up: an alert that stands until they are not. */
  overCapacity(over: OverCapacity): Promise<void>
  /** The alert with this key is over. */
  capacityBack(key: string, hours: number): Promise<void>
  shared(share: SharedPage): Promise<void>
  /** Somebody takes down a share, or the remote says that it is gone: the alert is over. */
  unshared(share: string): Promise<void>
  /** More than ten identical events in a minute: its breaker is open until a button closes it. */
  looping(loop: Loop): Promise<void>
  /** A remote does not answer; what is for it waits. */
  away(key: string, system: System, because: string): Promise<void>
  /** It is back; so many entities went on. */
  back(key: string, system: System, drained: number): Promise<void>
  /** An entity was given up after its retries. */
  failed(failure: Failure): Promise<void>
  /** A row was deleted, its page is kept and marked or went to the trash; or a row seems to have a second page. */
  orphaned(orphan: Orphan): Promise<void>
  /** The webhooks of Baserow are off, or silent. */
  hookTrouble(key: string, words: string): Promise<void>
  /** The trouble with this key is over; `now` says how it stands. */
  hookMended(key: string, now: string): Promise<void>
  /** One letter to somebody outside the chat. */
  letter(letter: Letter): Promise<void>
  /** One line in the audit stream. */
  audit(line: {
    readonly did: string
    readonly entity: string
    readonly event: string
    readonly reason?: string
  }): Promise<void>
}

export type OverCapacity = {
  readonly key: string
  readonly entity: string
  readonly person: string
  /** Below zero. */
  readonly hours: number
  /** Entity that used them up, `intervention:17`, and its address. */
  readonly through?: string
  readonly throughAddress?: string
  readonly address: string
}

export type SharedPage = {
  /** Id of the share. */
  readonly share: string
  readonly page: string
  readonly title: string
  readonly address: string
  readonly by: string | null
  readonly at: number
}

export type Loop = {
  readonly key: string
  readonly entity: string
  readonly count: number
  readonly events: readonly string[]
  readonly hash?: string
}

export type Failure = {
  readonly key: string
  readonly entity: string
  readonly because: string
  readonly events: readonly string[]
}

export type Orphan = {
  readonly key: string
  readonly entity: string
  readonly page: string
  readonly title: string
  readonly address: string
  readonly became: 'kept' | 'trashed'
  /** Address of the row's own page, when the row is there and this is a second one that nobody needs. */
  readonly twinOf?: string
}

export type Letter = {
  readonly key: string
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  /** Plain text. */
  readonly text: string
}
