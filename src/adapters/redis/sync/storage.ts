import type { Clock } from '../../../runs/ports.ts'
import type { SyncStorage } from '../../../sync/storage.ts'
import { createRedis, type RedisLog } from '../connection.ts'
import { createRedisBreakers } from './breakers.ts'
import { createRedisCache } from './cache.ts'
import { createRedisCauses } from './causes.ts'
import { createImpatientRedis } from './impatient.ts'
import { createRedisLinks } from './links.ts'
import { createRedisLists } from './lists.ts'
import { createRedisMarks } from './marks.ts'
import { createRedisMemory } from './memory.ts'
import { createRedisSyncQueue } from './queue.ts'
import { createRedisRepeats } from './repeats.ts'
import { createRedisTrace } from './trace.ts'
import { createRedisWaiting } from './waiting.ts'

/**
 * What the sync remembers and has to do, on Redis, over connections of its own: one for the book, one that adds jobs,
 * one that finishes them, one for the cache, and one for each kind of job that waits for some.
 */
export function createRedisSyncStorage(
  url: string,
  { clock, log }: { readonly clock: Clock; readonly log: RedisLog },
): SyncStorage {
  const [redis, adding, working] = [createRedis(url, log), createRedis(url, log), createRedis(url, log)]
  const impatient = createImpatientRedis(url, log)
  const cache = createRedisCache(impatient, { clock, log })
  const queue = createRedisSyncQueue({ adding, working, log })
  return {
    book: {
      links: createRedisLinks(redis),
      memory: createRedisMemory(redis),
      causes: createRedisCauses(redis),
      trace: createRedisTrace(redis, clock),
      waiting: createRedisWaiting(redis),
      breakers: createRedisBreakers(redis),
      repeats: createRedisRepeats(redis),
      marks: createRedisMarks(redis),
      lists: createRedisLists(redis),
    },
    queue,
    cache,
    start: () => {},
    async stop() {
      await queue.close()
      await cache.close()
      for (const connection of [redis, adding, working, impatient]) connection.disconnect()
    },
  }
}
