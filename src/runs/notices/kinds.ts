/** What the sync has to tell people, as `sync/notices.ts` has it: what we know of it here. */
export type OverCapacity = {
  readonly key: string
  readonly entity: string
  readonly person: string
  /** Below zero. */
  readonly hours: number
  readonly through?: string
  readonly throughAddress?: string
  readonly address: string
}

export type SharedPage = {
  readonly share: string
  readonly title: string
  readonly address: string
  readonly by: string | null
  /** Milliseconds since 1970. */
  readonly at: number
}

export type Loop = {
  readonly key: string
  readonly entity: string
  /** Within a minute. */
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
  readonly text: string
}

/** What happened without anybody being asked. */
export type Deed = {
  readonly did: string
  readonly entity: string
  readonly event: string
  readonly reason?: string
}
