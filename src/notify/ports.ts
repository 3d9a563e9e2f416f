import type { Card } from './card.ts'

/** Where a surface put a message, in the surface's own words, kept as JSON. */
export type Place = { readonly channel: string; readonly message: string }

/** Which effect a message came from. It travels with the message, so that it can be found again after a crash. */
export type Tag = { readonly run: string; readonly effect: string }

/**
 * What a chat surface can do with messages.
 * Its methods throw `SurfaceError`; `retry: false` says that trying again can't help.
 */
export type Surface = {
  readonly name: SurfaceName
  /** Posts into a configured channel (`ops`, `sandbox` ...), as a reply under `thread` when given. */
  post(message: OutMessage): Promise<Place>
  update(place: Place, card: Card): Promise<void>
  /** Finds what an earlier attempt posted; undefined when there is nothing. */
  find(query: { channel: string; tag: Tag; thread?: Place }): Promise<Place | undefined>
  pin(place: Place): Promise<void>
  unpin(place: Place): Promise<void>
}

export type OutMessage = {
  readonly channel: string
  readonly card: Card
  readonly tag: Tag
  readonly thread?: Place
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

  constructor(code: string, options: { retry: boolean; retryAfterMs?: number; cause?: unknown }) {
    super(code, { cause: options.cause })
    this.code = code
    this.retry = options.retry
    this.retryAfterMs = options.retryAfterMs
  }
}
