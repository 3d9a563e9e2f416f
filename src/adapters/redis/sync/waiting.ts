import type { Redis } from 'ioredis'
import type { Waiting, WaitingEntry, WaitingState } from '../../../sync/book.ts'
import { answeredOnce, askOnce } from './answered-once.ts'
import { keys } from './keys.ts'

const MOST_EVENTS = 20
const STATES = ['parked', 'dead', 'held'] as const satisfies readonly WaitingState[]
const NAMES = [keys.waiting, ...STATES.map(keys.waitingIn)] as const

/** Further KEYS: entries, the three states. Further ARGV: entity, entry, index of its state, events kept. */
const PUT = answeredOnce(`
local entity, entry, most = ARGV[2], cjson.decode(ARGV[3]), tonumber(ARGV[5])
local text = redis.call('HGET', KEYS[2], entity)
local before = text and cjson.decode(text) or { times = 0, since = entry.since, events = {} }
local comes, events = {}, {}
for _, event in ipairs(entry.events) do comes[event] = true end
for _, event in ipairs(before.events) do if not comes[event] then table.insert(events, event) end end
for _, event in ipairs(entry.events) do
  if comes[event] then table.insert(events, event) end
  comes[event] = nil
end
while #events > most do table.remove(events, 1) end
entry.since, entry.times, entry.events = before.since, before.times + 1, events
local merged = cjson.encode(entry)
redis.call('HSET', KEYS[2], entity, merged)
for n = 3, 5 do redis.call('ZREM', KEYS[n], entity) end
redis.call('ZADD', KEYS[3 + tonumber(ARGV[4])], entry.since, entity)
return merged
`)

/** Further KEYS: entries, the three states. Further ARGV: entity. */
const REMOVE = answeredOnce(`
for n = 3, 5 do redis.call('ZREM', KEYS[n], ARGV[2]) end
return redis.call('HDEL', KEYS[2], ARGV[2])
`)

/** One by one: Lua hands on no more than some thousand values at once. KEYS: entries, state. ARGV: limit. */
const LIST = `
local entries = redis.call('ZRANGE', KEYS[2], 0, ARGV[1] - 1)
for n, entity in ipairs(entries) do entries[n] = redis.call('HGET', KEYS[1], entity) end
return entries
`

const COUNT = `
return { redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[2]), redis.call('ZCARD', KEYS[3]) }
`

export function createRedisWaiting(redis: Redis): Waiting {
  return {
    async put(entry) {
      const values = [entry.entity, JSON.stringify(entry), STATES.indexOf(entry.state), MOST_EVENTS]
      return entryOf(await askOnce(redis, PUT, NAMES, values))
    },
    async get(entity) {
      const text = await redis.hget(keys.waiting, entity)
      return text === null ? undefined : entryOf(text)
    },
    remove: async (entity) => (await askOnce(redis, REMOVE, NAMES, [entity])) === '1',
    async list(state, limit) {
      // A range that ends before its first is one to the very end.
      if (limit < 1) return []
      const texts = await redis.eval(LIST, 2, keys.waiting, keys.waitingIn(state), limit)
      return Array.isArray(texts) ? texts.map(String).map(entryOf) : []
    },
    async count() {
      const counts = await redis.eval(COUNT, STATES.length, ...STATES.map(keys.waitingIn))
      const [parked = 0, dead = 0, held = 0] = Array.isArray(counts) ? counts.map(Number) : []
      return { parked, dead, held }
    },
  }
}

function entryOf(text: string): WaitingEntry {
  const entry: WaitingEntry = JSON.parse(text)
  // Lua writes an empty list as an empty object.
  return { ...entry, events: Object.values(entry.events) }
}
