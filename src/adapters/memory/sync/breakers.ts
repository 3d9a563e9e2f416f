import type { Breaker, Breakers, System } from '../../../sync/book.ts'

export function createMemoryBreakers(): Breakers {
  const open = new Map<System, Breaker>()
  return {
    get: async (system) => open.get(system),
    async open(system, breaker) {
      if (open.has(system)) return false
      open.set(system, breaker)
      return true
    },
    close: async (system) => open.delete(system),
  }
}
