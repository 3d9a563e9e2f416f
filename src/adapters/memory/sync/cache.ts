import type { Clock } from '../../../runs/ports.ts'
import { CACHE_MS, type Cache } from '../../../sync/cache.ts'
import { patternTest } from '../../sync-keys.ts'

const MOST = 5_000

export function createMemoryCache(clock: Pick<Clock, 'now'>): Cache {
  /** In the order in which they end. */
  const kept = new Map<string, { readonly value: unknown; readonly until: number }>()
  /** A value that was being loaded while something was dropped may be the old one: it is not kept. */
  let drops = 0

  function forget(): void {
    for (const [key, { until }] of kept) {
      if (until > clock.now() && kept.size <= MOST) return
      kept.delete(key)
    }
  }

  return {
    async read(key, load) {
      forget()
      const known = kept.get(key)
      if (known !== undefined) return known.value
      const before = drops
      const value = await load()
      if (value === undefined || drops !== before) return value
      kept.delete(key)
      kept.set(key, { value, until: clock.now() + CACHE_MS })
      return value
    },
    async drop(patterns) {
      drops += 1
      const tests = patterns.map(patternTest)
      for (const key of [...kept.keys()]) if (tests.some((test) => test.test(key))) kept.delete(key)
    },
  }
}
