import type { Redis } from 'ioredis'
import type { Marks } from '../../../sync/book.ts'
import { keys } from './keys.ts'

export function createRedisMarks(redis: Redis): Marks {
  return {
    async set(name, value) {
      await redis.hset(keys.marks, name, value)
    },
    all: async () => redis.hgetall(keys.marks),
  }
}
