import type { SurfaceName } from '../notify/ports.ts'

/** A message of the chat that people mark, so that it joins the timeline of an incident. */
export type MarkedMessage = Spot & {
  /** The root of its thread. */
  readonly thread?: string
  /** The name of whoever wrote it. */
  readonly author: string
  /** In plain words. */
  readonly text: string
  /** When it was written, milliseconds since 1970. */
  readonly at: number
  /** When it was edited last. */
  readonly edited?: number
  readonly link?: string
  /** The people of the directory whose mark stands on it now. */
  readonly marks: readonly string[]
}

/** `message` is the surface's own id of it. */
export type Spot = { readonly surface: SurfaceName; readonly channel: string; readonly message: string }

/** `edited` tells edits apart and which is the later one: milliseconds since 1970. */
export type EditedMessage = Spot & { readonly text: string; readonly edited: number }
