import type { Redis } from 'ioredis'
import type { Clock } from '../../../runs/ports.ts'
import { CACHE_MS, type Cache } from '../../../sync/cache.ts'
import type { RedisLog } from '../connection.ts'
import { createCacheIndex } from './cache-index.ts'
import { createCacheWalk } from './cache-walk.ts'
import { keys } from './keys.ts'

export type ClosableCache = Cache & { close(): Promise<void> }

/**
 * The connection should fail soon: whoever reads through it can do without. What was kept through this is gone when
 * `drop` answers, and so is a key that is named whole; what other services kept under a pattern goes within a second.
 */
export function createRedisCache(
  redis: Redis,
  { clock, log }: { readonly clock: Clock; readonly log: RedisLog },
): ClosableCache {
  const index = createCacheIndex(redis, clock.now)
  const walk = createCacheWalk(redis, clock, log)

  /** What is kept, and how often something was dropped; undefined where Redis does not say. */
  async function look(key: string) {
    try {
      const [text, drops] = await redis.mget(key, keys.drops)
      return {
        value: text === null || text === undefined ? undefined : JSON.parse(text),
        drops: drops ?? '0',
      }
    } catch (error) {
      log.warn({ err: error, key }, 'the cache could not be read')
      return undefined
    }
  }

  async function keep(key: string, text: string, drops: string): Promise<void> {
    try {
      await index.keep(key, text, drops, CACHE_MS)
    } catch (error) {
      log.warn({ err: error, key }, 'a value could not be cached')
    }
  }

  return {
    async read(key, load) {
      const known = await look(key)
      if (known?.value !== undefined) return known.value
      const value = await load()
      const text = JSON.stringify(value)
      if (known !== undefined && text !== undefined) await keep(key, text, known.drops)
      return value
    },
    async drop(patterns) {
      if (patterns.length === 0) return
      const exact = patterns.filter((pattern) => !pattern.includes('*'))
      const wide = patterns.filter((pattern) => pattern.includes('*'))
      try {
        await redis.incr(keys.drops)
        const stale = [...exact, ...(await index.find(wide))]
        if (stale.length > 0) await redis.unlink(...stale)
      } catch (error) {
        log.warn({ err: error, patterns }, 'the cache could not be dropped: it is old in five minutes')
      }
      walk.add(wide)
    },
    close: walk.end,
  }
}
