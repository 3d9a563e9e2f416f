import type { Redis } from 'ioredis'
import type { Memory } from '../../../sync/book.ts'
import { tableOf } from '../../sync-keys.ts'
import { keys } from './keys.ts'

const PORTION = 500

/** One hash for each table, so that the rows of one are read without the others. */
export function createRedisMemory(redis: Redis): Memory {
  const tableKey = (entity: string) => keys.memory(tableOf(entity))
  return {
    async get(entity) {
      const text = await redis.hget(tableKey(entity), entity)
      return text === null ? undefined : JSON.parse(text)
    },
    async set(entity, remembered) {
      await redis.hset(tableKey(entity), entity, JSON.stringify(remembered))
    },
    async forget(entity) {
      await redis.hdel(tableKey(entity), entity)
    },
    async *ofTable(table) {
      // A hash that grows or shrinks meanwhile may show a field twice.
      const shown = new Set<string>()
      for (let cursor = '0'; ; ) {
        const [next, fields] = await redis.hscan(keys.memory(table), cursor, 'COUNT', PORTION)
        for (let n = 0; n + 1 < fields.length; n += 2) {
          const entity = fields[n] ?? ''
          if (shown.has(entity)) continue
          shown.add(entity)
          yield [entity, JSON.parse(fields[n + 1] ?? '{}')]
        }
        if (next === '0') return
        cursor = next
      }
    },
  }
}
