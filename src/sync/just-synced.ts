import type { Remembered } from './book.ts'

const IDENTICAL_MS = 5 * 60_000

/** The playbook's rate limit: an identical sync of an entity is done at most once in five minutes. */
export function wasJustSynced({ at }: Pick<Remembered, 'at'>, now: number): boolean {
  return now - at < IDENTICAL_MS
}
