import type { Redis } from 'ioredis'
import type { Breakers } from '../../../sync/book.ts'
import { answeredOnce, askOnce } from './answered-once.ts'
import { keys } from './keys.ts'

const OPEN = answeredOnce(`return redis.call('HSETNX', KEYS[2], ARGV[2], ARGV[3])`)
const CLOSE = answeredOnce(`return redis.call('HDEL', KEYS[2], ARGV[2])`)

export function createRedisBreakers(redis: Redis): Breakers {
  return {
    async get(system) {
      const text = await redis.hget(keys.breakers, system)
      return text === null ? undefined : JSON.parse(text)
    },
    open: async (system, breaker) =>
      (await askOnce(redis, OPEN, [keys.breakers], [system, JSON.stringify(breaker)])) === '1',
    close: async (system) => (await askOnce(redis, CLOSE, [keys.breakers], [system])) === '1',
  }
}
