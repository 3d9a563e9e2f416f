import type { Card } from './card.ts'

/** Where a surface put a message, in the surface's own words, kept as JSON. */
export type Place = {
  readonly channel: string
  readonly message: string
  /** On a message that went to people directly, because its channel was lost. */
  readonly direct?: Direct
}

export type Direct = {
  /** Why, on a message that says so; the replies under it don't. */
  readonly because?: Lost
  /** The same message, as the others got it. */
  readonly copies: readonly Place[]
}

/** What became of a channel that takes nothing any more. */
export type Lost = 'archived' | 'missing' | 'closed'

/** Which effect a message came from. It travels with the message, so that it can be found again after a crash. */
export type Tag = { readonly run: string; readonly effect: string }

/**
 * What a chat surface can do with messages.
 * Its methods throw `SurfaceError`; `retry: false` says that trying again can't help.
 */
export type Surface = {
  readonly name: SurfaceName
  /** Posts into a configured channel (`ops`, `sandbox` ...), as a reply under `thread` when given, or to a person. */
  post(message: OutMessage): Promise<Place>
  update(place: Place, card: Card): Promise<void>
  /** Finds what an earlier attempt posted; undefined when there is nothing. */
  find(query: Pick<OutMessage, 'channel' | 'tag' | 'thread' | 'to'>): Promise<Place | undefined>
  pin(place: Place): Promise<void>
  unpin(place: Place): Promise<void>
}

export type OutMessage = {
  readonly channel: string
  readonly card: Card
  readonly tag: Tag
  readonly thread?: Place
  /** A person of the directory, who gets it alone; the channel then only says where it belongs. */
  readonly to?: string
  /** A reply that is shown in the channel as well. */
  readonly broadcast?: boolean
}

export const SURFACES = ['slack', 'teams'] as const
export type SurfaceName = (typeof SURFACES)[number]

export class SurfaceError extends Error {
  override readonly name = 'SurfaceError'
  readonly code: string
  readonly retry: boolean
  readonly retryAfterMs: number | undefined
  /** Set when it is the channel that takes nothing any more. */
  readonly lost: Lost | undefined

  constructor(
    code: string,
    options: { retry: boolean; retryAfterMs?: number; lost?: Lost | undefined; cause?: unknown },
  ) {
    super(code, { cause: options.cause })
    this.code = code
    this.retry = options.retry
    this.retryAfterMs = options.retryAfterMs
    this.lost = options.lost
  }
}
