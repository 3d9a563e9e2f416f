import type { Redis } from 'ioredis'
import type { Links } from '../../../sync/book.ts'
import { keys } from './keys.ts'
import { lexRange } from './lex-range.ts'

const NAMES = [keys.pages, keys.entities, keys.linked] as const

const CUT = `
local function cut(entity)
  local page = redis.call('HGET', KEYS[1], entity)
  if not page then return end
  redis.call('HDEL', KEYS[1], entity)
  redis.call('HDEL', KEYS[2], page)
  redis.call('ZREM', KEYS[3], entity)
end
`

/** KEYS: pages, entities, linked. ARGV: entity, page. */
const LINK = `${CUT}
local entity, page = ARGV[1], ARGV[2]
cut(entity)
local other = redis.call('HGET', KEYS[2], page)
if other then cut(other) end
redis.call('HSET', KEYS[1], entity, page)
redis.call('HSET', KEYS[2], page, entity)
redis.call('ZADD', KEYS[3], 0, entity)
return 1
`

/** KEYS: pages, entities, linked. ARGV: entity. */
const UNLINK = `${CUT}
cut(ARGV[1])
return 1
`

export function createRedisLinks(redis: Redis): Links {
  return {
    pageOf: async (entity) => (await redis.hget(keys.pages, entity)) ?? undefined,
    entityOf: async (page) => (await redis.hget(keys.entities, page)) ?? undefined,
    async link(entity, page) {
      await redis.eval(LINK, NAMES.length, ...NAMES, entity, page)
    },
    async unlink(entity) {
      await redis.eval(UNLINK, NAMES.length, ...NAMES, entity)
    },
    entitiesUnder: (prefix) => redis.zrangebylex(keys.linked, ...lexRange(prefix)),
  }
}
