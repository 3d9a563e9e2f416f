import type { Redis } from 'ioredis'
import type { Clock } from '../../../runs/ports.ts'
import { patternTest } from '../../sync-keys.ts'
import type { RedisLog } from '../connection.ts'

const EVERY_MS = 1_000
const PORTION = 500

export type CacheWalk = {
  /** Has what these patterns fit dropped soon. */
  add(patterns: readonly string[]): void
  /** Walks for what is still asked for. */
  end(): Promise<void>
}

/**
 * Drops what other services of the team keep under the same names. No index of ours knows their keys: it is a walk over
 * all that is in Redis, at most one a second however many events ask for it, and no event waits for it.
 */
export function createCacheWalk(redis: Redis, clock: Pick<Clock, 'after'>, log: RedisLog): CacheWalk {
  let asked = new Set<string>()
  let underWay: Promise<void> | undefined
  let takeBack: (() => void) | undefined

  async function walk(): Promise<void> {
    const patterns = [...asked]
    asked = new Set()
    try {
      if (patterns.length > 0) await dropAll(redis, patterns)
    } catch (error) {
      log.warn({ err: error, patterns }, 'the cache could not be dropped: it is old in five minutes')
    }
  }

  function begin(): void {
    takeBack = undefined
    if (asked.size === 0) return
    underWay = walk().then(() => {
      underWay = undefined
      takeBack = clock.after(EVERY_MS, begin)
    })
  }

  return {
    add(patterns) {
      for (const pattern of patterns) asked.add(pattern)
      if (underWay === undefined && takeBack === undefined) begin()
    },
    async end() {
      await underWay
      takeBack?.()
      await walk()
    },
  }
}

async function dropAll(redis: Redis, patterns: readonly string[]): Promise<void> {
  const tests = patterns.map(patternTest)
  for (let cursor = '0'; ; ) {
    const [next, found] = await redis.scan(cursor, 'MATCH', globOf(patterns), 'COUNT', PORTION)
    const stale = found.filter((key) => tests.some((test) => test.test(key)))
    if (stale.length > 0) await redis.unlink(...stale)
    if (next === '0') return
    cursor = next
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
