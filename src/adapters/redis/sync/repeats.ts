import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Repeats } from '../../../sync/book.ts'
import { keys } from './keys.ts'

/** More than anybody asks about. */
const MOST_TIMES = 1_000

/** KEYS: times. ARGV: now, milliseconds of the window, call, how many are kept. */
const COUNT = `
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
`

export function createRedisRepeats(redis: Redis): Repeats {
  return {
    async count(what, at, windowMs) {
      const call = randomUUID()
      return Number(await redis.eval(COUNT, 1, keys.repeats(what), at, windowMs, call, MOST_TIMES))
    },
  }
}
