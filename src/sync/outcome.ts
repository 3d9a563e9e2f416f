import type { Ignored } from './trace.ts'

/** How a look at an entity ended: in step, or left alone and why. A remote that failed is thrown as `SyncError`. */
export type Outcome = {
  readonly ended: 'done' | Ignored
  /** The page of the entity, where it has one. */
  readonly page?: string
}
