import type { Links } from '../../../sync/book.ts'

export function createMemoryLinks(): Links {
  const pages = new Map<string, string>()
  const entities = new Map<string, string>()

  function cut(entity: string | undefined): void {
    const page = entity === undefined ? undefined : pages.get(entity)
    if (entity === undefined || page === undefined) return
    pages.delete(entity)
    entities.delete(page)
  }

  return {
    pageOf: async (entity) => pages.get(entity),
    entityOf: async (page) => entities.get(page),
    async link(entity, page) {
      cut(entity)
      cut(entities.get(page))
      pages.set(entity, page)
      entities.set(page, entity)
    },
    unlink: async (entity) => cut(entity),
    entitiesUnder: async (prefix) => [...pages.keys()].filter((entity) => entity.startsWith(prefix)).sort(),
  }
}
