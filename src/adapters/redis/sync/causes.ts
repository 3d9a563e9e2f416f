import type { Redis } from 'ioredis'
import type { Causes } from '../../../sync/book.ts'
import { keys } from './keys.ts'

const MOST = 100
/** More than are seen to at once. */
const MOST_SEEN = 1_000

/** A set in the order of coming. KEYS: causes, sequence. ARGV: cause, how many are kept. */
const ADD = `
redis.call('ZADD', KEYS[1], 'NX', redis.call('INCR', KEYS[2]), ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[2])
return 1
`

export function createRedisCauses(redis: Redis): Causes {
  /**
   * Numbers of the causes that were answered last, for each entity that is being seen to. More may have come, and
   * pushed out the oldest; and what is taken away by number can be taken away again.
   */
  const seen = new Map<string, readonly number[]>()

  async function read(entity: string): Promise<readonly (readonly [string, number])[]> {
    // A client of protocol 3 answers a list of pairs.
    const flat = [await redis.zrange(keys.causes(entity), '0', '-1', 'WITHSCORES')].flat(2).map(String)
    return flat.flatMap((text, n) => (n % 2 === 0 ? [[text, Number(flat[n + 1])] as const] : []))
  }

  return {
    async add(entity, cause) {
      const text = JSON.stringify(cause)
      await redis.eval(ADD, 2, keys.causes(entity), keys.causeSequence, text, MOST)
    },
    async of(entity) {
      const found = await read(entity)
      seen.delete(entity)
      seen.set(
        entity,
        found.map(([, number]) => number),
      )
      for (const [oldest] of seen) {
        if (seen.size <= MOST_SEEN) break
        seen.delete(oldest)
      }
      return found.map(([text]) => JSON.parse(text))
    },
    async settle(entity, count) {
      const numbers = seen.get(entity) ?? (await read(entity)).map(([, number]) => number)
      const last = numbers.slice(0, count).at(-1)
      if (last !== undefined) await redis.zremrangebyscore(keys.causes(entity), '-inf', String(last))
      seen.delete(entity)
    },
  }
}
