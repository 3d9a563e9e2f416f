/**
 * Stores a run, its jobs and its audit line, or nothing.
 * Answers the id of the run that is stored; the empty string when the version moved.
 * KEYS: run, open, finished, outbox, audit, audit of the run, open of the playbook, finished of the playbook, [once]
 * ARGV: previous version, id, state, opened at, document, version, audit line, milliseconds to remember `once`, job id, job ...
 */
export const SAVE = `
local once = KEYS[9]
if once then
  local first = redis.call('GET', once)
  if first then return first end
end
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[1] then return '' end
local id, state, opened = ARGV[2], ARGV[3], ARGV[4]
redis.call('HSET', KEYS[1], 'document', ARGV[5], 'version', ARGV[6])
if state == 'open' then
  redis.call('ZADD', KEYS[2], opened, id)
  redis.call('ZADD', KEYS[7], opened, id)
else
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZREM', KEYS[7], id)
  redis.call('ZADD', KEYS[3], opened, id)
  redis.call('ZADD', KEYS[8], opened, id)
end
redis.call('RPUSH', KEYS[6], redis.call('XADD', KEYS[5], '*', 'record', ARGV[7]))
for n = 9, #ARGV, 2 do redis.call('HSET', KEYS[4], ARGV[n], ARGV[n + 1]) end
if once then redis.call('SET', once, id, 'PX', ARGV[8]) end
redis.call('PUBLISH', 'vigie:changed', id)
return id
`

/** Appends an audit line. KEYS: audit, [audit of the run]. ARGV: line. */
export const APPEND = `
local id = redis.call('XADD', KEYS[1], '*', 'record', ARGV[1])
if KEYS[2] then redis.call('RPUSH', KEYS[2], id) end
return id
`

/** Marks an attempt and answers what stood there before, or false. KEYS: attempt. ARGV: seconds to remember. */
export const BEGIN = `
local before = redis.call('GET', KEYS[1])
if before ~= 'done' then redis.call('SET', KEYS[1], 'begun', 'EX', ARGV[1]) end
return before
`

/** Ends an attempt. KEYS: attempt, [places, run at the place]. ARGV: seconds to remember, [slot, place, run]. */
export const DONE = `
redis.call('SET', KEYS[1], 'done', 'EX', ARGV[1])
if KEYS[2] then
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
  redis.call('SET', KEYS[3], ARGV[4])
end
return 1
`
