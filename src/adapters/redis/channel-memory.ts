import type { Redis } from 'ioredis'
import type { ChannelMemory } from '../../runs/ports.ts'
import { keys } from './keys.ts'

export function createRedisChannelMemory(redis: Redis): ChannelMemory {
  return {
    idOf: async (surface, name) => (await redis.get(keys.channel(surface, name))) ?? undefined,
    async keep(surface, name, id) {
      await redis.set(keys.channel(surface, name), id)
    },
  }
}
