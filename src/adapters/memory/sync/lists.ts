import type { Lists } from '../../../sync/book.ts'

export function createMemoryLists(): Lists {
  const lists = new Map<string, readonly string[]>()
  return {
    read: async (name) => lists.get(name),
    async replace(name, ids) {
      lists.set(name, [...ids])
    },
  }
}
