import type { Redis } from 'ioredis'
import { patternTest } from '../../sync-keys.ts'
import { keys } from './keys.ts'
import { lexRange } from './lex-range.ts'

const FORGOTTEN_AT_ONCE = 100

/**
 * Keeps a value and notes its key; those that have ended meanwhile are forgotten, a few with each call. A value that
 * was being loaded while something was dropped may be the old one: it is not kept.
 * KEYS: value, drops, kept by name, kept by end. ARGV: value, drops before, milliseconds to keep, now, how many to forget
 */
const KEEP = `
if (redis.call('GET', KEYS[2]) or '0') ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('ZADD', KEYS[3], 0, KEYS[1])
redis.call('ZADD', KEYS[4], ARGV[4] + ARGV[3], KEYS[1])
local ended = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', ARGV[4], 'LIMIT', 0, ARGV[5])
if #ended > 0 then
  redis.call('ZREM', KEYS[3], unpack(ended))
  redis.call('ZREM', KEYS[4], unpack(ended))
end
return 1
`

/** What is cached by Vigie, all replicas of it: found by the beginning of its name, whatever else is in Redis. */
export type CacheIndex = {
  keep(key: string, text: string, drops: string, ms: number): Promise<void>
  /** Keys that a pattern fits. */
  find(patterns: readonly string[]): Promise<readonly string[]>
}

export function createCacheIndex(redis: Redis, now: () => number): CacheIndex {
  async function fitting(pattern: string): Promise<readonly string[]> {
    const beginning = pattern.slice(0, pattern.indexOf('*'))
    const found = await redis.zrangebylex(keys.cached, ...lexRange(beginning))
    const test = patternTest(pattern)
    return found.filter((key) => test.test(key))
  }

  return {
    async keep(key, text, drops, ms) {
      const names = [key, keys.drops, keys.cached, keys.cachedUntil]
      await redis.eval(KEEP, names.length, ...names, text, drops, ms, now(), FORGOTTEN_AT_ONCE)
    },
    find: async (patterns) => (await Promise.all(patterns.map(fitting))).flat(),
  }
}
