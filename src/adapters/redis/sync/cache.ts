import type { Redis } from 'ioredis'
import type { Cache } from '../../../sync/cache.ts'
import { patternTest } from '../../sync-keys.ts'
import type { RedisLog } from '../connection.ts'
import { gather } from './gather.ts'
import { keys } from './keys.ts'

const KEPT_MS = 5 * 60_000
const PORTION = 500

/**
 * A value that was being loaded while something was dropped may be the old one: it is not kept.
 * KEYS: value, drops. ARGV: value, drops before, milliseconds to keep.
 */
const KEEP = `
if (redis.call('GET', KEYS[2]) or '0') == ARGV[2] then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3]) end
return 1
`

/** The connection should fail soon: whoever reads through it can do without. */
export function createRedisCache(redis: Redis, log: RedisLog): Cache {
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
      await redis.eval(KEEP, 2, key, keys.drops, text, drops, KEPT_MS)
    } catch (error) {
      log.warn({ err: error, key }, 'a value could not be cached')
    }
  }

  /** One walk over the keys for all who asked meanwhile; a key without a wildcard needs none. */
  const dropAll = gather<readonly string[], void>(async (asked) => {
    const patterns = [...new Set(asked.flat())]
    const exact = patterns.filter((pattern) => !pattern.includes('*'))
    const wide = patterns.filter((pattern) => pattern.includes('*'))
    await redis.incr(keys.drops)
    if (exact.length > 0) await redis.unlink(...exact)
    if (wide.length > 0) await walk(wide)
    return asked.map(() => ({ status: 'fulfilled', value: undefined }))
  })

  async function walk(patterns: readonly string[]): Promise<void> {
    const tests = patterns.map(patternTest)
    for (let cursor = '0'; ; ) {
      const [next, found] = await redis.scan(cursor, 'MATCH', globOf(patterns), 'COUNT', PORTION)
      const stale = found.filter((key) => tests.some((test) => test.test(key)))
      if (stale.length > 0) await redis.unlink(...stale)
      if (next === '0') return
      cursor = next
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
      try {
        await dropAll(patterns)
      } catch (error) {
        log.warn({ err: error, patterns }, 'the cache could not be dropped: it is old in five minutes')
      }
    },
  }
}

/** What all patterns have in common; `*` is the only wildcard of ours, Redis knows more. */
function globOf(patterns: readonly string[]): string {
  const [first = '', ...others] = patterns
  if (others.length === 0) return escaped(first)
  const wild = first.indexOf('*')
  let length = wild
  while (length > 0 && !others.every((other) => other.startsWith(first.slice(0, length)))) length -= 1
  return `${escaped(first.slice(0, length))}*`
}

function escaped(text: string): string {
  return text.replace(/[?[\]\\^]/g, '\\$&')
}
