import type { Causes } from '../../../sync/book.ts'
import type { Cause } from '../../../sync/delivery.ts'

const MOST = 100

/** Causes of an entity in order, by their text: the same cause again changes nothing. */
type Known = Map<string, Cause>

export function createMemoryCauses(): Causes {
  const causes = new Map<string, Known>()
  /** What was answered last, for each entity that is being seen to: more may have come, and pushed out the oldest. */
  const seen = new Map<string, readonly string[]>()

  function drop(entity: string, texts: readonly string[]): void {
    const known = causes.get(entity)
    for (const text of texts) known?.delete(text)
    if (known?.size === 0) causes.delete(entity)
  }

  return {
    async add(entity, cause) {
      const known: Known = causes.get(entity) ?? new Map()
      const text = JSON.stringify(cause)
      if (!known.has(text)) known.set(text, cause)
      causes.set(entity, known)
      drop(entity, [...known.keys()].slice(0, -MOST))
    },
    async of(entity) {
      const known: Known = causes.get(entity) ?? new Map()
      seen.set(entity, [...known.keys()])
      return [...known.values()]
    },
    async settle(entity, count) {
      const texts = seen.get(entity) ?? [...(causes.get(entity)?.keys() ?? [])]
      drop(entity, texts.slice(0, count))
      seen.delete(entity)
    },
  }
}
