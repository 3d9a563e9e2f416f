import type { ChannelMemory } from '../../runs/ports.ts'

export function createMemoryChannelMemory(): ChannelMemory {
  const ids = new Map<string, string>()
  return {
    idOf: async (surface, name) => ids.get(`${surface} ${name}`),
    async keep(surface, name, id) {
      ids.set(`${surface} ${name}`, id)
    },
  }
}
