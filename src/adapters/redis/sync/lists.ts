import type { Redis } from 'ioredis'
import type { Lists } from '../../../sync/book.ts'
import { keys } from './keys.ts'

/** Each list is one text: an empty one differs from none. */
export function createRedisLists(redis: Redis): Lists {
  return {
    async read(name) {
      const text = await redis.get(keys.list(name))
      return text === null ? undefined : JSON.parse(text)
    },
    async replace(name, ids) {
      await redis.set(keys.list(name), JSON.stringify(ids))
    },
  }
}
