import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Clock } from '../../../runs/ports.ts'
import type { Trace } from '../../../sync/book.ts'
import type { TraceLine } from '../../../sync/trace.ts'
import { keys } from './keys.ts'
import { lexRange } from './lex-range.ts'

const DAY_S = 24 * 3_600
const MOST_LINES = 200
const MARK_LENGTH = 8
const FEW = 1_000

/**
 * Lines are marked with their call: one that the connection sends again is found at the end of its list.
 * Events whose last line is more than a day old leave the index, a few with each call.
 * KEYS: events by name, events by time, list of the event of each line
 * ARGV: now, seconds to keep, lines an event, event, line, event, line ...
 */
const WRITE = `
local now, seconds, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
for n = 4, #ARGV, 2 do
  local list, event, line = KEYS[n / 2 + 1], ARGV[n], ARGV[n + 1]
  if not redis.call('LPOS', list, line, 'RANK', -1) then
    redis.call('RPUSH', list, line)
    redis.call('LTRIM', list, -most, -1)
  end
  redis.call('EXPIRE', list, seconds)
  redis.call('ZADD', KEYS[1], 0, event)
  redis.call('ZADD', KEYS[2], now, event)
end
local old = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - seconds * 1000, 'LIMIT', 0, 100)
if #old > 0 then
  redis.call('ZREM', KEYS[1], unpack(old))
  redis.call('ZREM', KEYS[2], unpack(old))
end
return 1
`

/**
 * Few that fit are put in order; where many do, going back in time meets enough of them soon.
 * KEYS: events by name, events by time. ARGV: from, to, prefix, limit, how many are few, since
 */
const FIND = `
local from, to, prefix, limit, few, since = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local found = {}
if redis.call('ZLEXCOUNT', KEYS[1], from, to) > few then
  local at = 0
  while #found < limit do
    local portion = redis.call('ZREVRANGEBYSCORE', KEYS[2], '+inf', '(' .. ARGV[6], 'LIMIT', at, few)
    if #portion == 0 then break end
    for _, event in ipairs(portion) do
      if #found < limit and string.sub(event, 1, #prefix) == prefix then table.insert(found, event) end
    end
    at = at + few
  end
  return found
end
local times = {}
for _, event in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], from, to)) do
  local time = tonumber(redis.call('ZSCORE', KEYS[2], event) or 0)
  if time > since then
    times[event] = time
    table.insert(found, event)
  end
end
table.sort(found, function(a, b) return times[a] > times[b] or (times[a] == times[b] and a > b) end)
local newest = {}
for n = 1, math.min(limit, #found) do newest[n] = found[n] end
return newest
`

type Kept = Omit<TraceLine, 'event'>

export function createRedisTrace(redis: Redis, clock: Pick<Clock, 'now'>): Trace {
  return {
    async write(lines) {
      if (lines.length === 0) return
      const call = randomUUID()
      const names = [keys.traced, keys.tracedAt, ...lines.map(({ event }) => keys.trace(event))]
      const values = lines.flatMap(({ event, ...kept }, n) => [event, `${markOf(call, n)}${textOf(kept)}`])
      await redis.eval(WRITE, names.length, ...names, clock.now(), DAY_S, MOST_LINES, ...values)
    },
    async of(event) {
      const texts = await redis.lrange(keys.trace(event), 0, -1)
      return texts.map((text) => ({ event, ...JSON.parse(text.slice(MARK_LENGTH)) }))
    },
    async find(prefix, limit) {
      const since = clock.now() - DAY_S * 1000
      const values = [...lexRange(prefix), prefix, limit, FEW, since]
      const found = await redis.eval(FIND, 2, keys.traced, keys.tracedAt, ...values)
      return Array.isArray(found) ? found.map(String) : []
    },
  }
}

/** Six letters of the call and two of the line: two lines of one call may say the same. */
function markOf(call: string, n: number): string {
  return call.slice(0, 6) + (n % 1296).toString(36).padStart(2, '0')
}

function textOf(kept: Kept): string {
  return JSON.stringify(kept)
}
