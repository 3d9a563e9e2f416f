import type { Memory, Remembered } from '../../../sync/book.ts'
import { tableOf } from '../../sync-keys.ts'

export function createMemoryMemory(): Memory {
  const known = new Map<string, Remembered>()
  return {
    get: async (entity) => known.get(entity),
    async set(entity, remembered) {
      known.set(entity, remembered)
    },
    async forget(entity) {
      known.delete(entity)
    },
    async *ofTable(table) {
      yield* [...known].filter(([entity]) => tableOf(entity) === table)
    },
  }
}
