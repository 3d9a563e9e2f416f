import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { AlertBook } from '../../runs/alerts.ts'
import { keys } from './keys.ts'

const REMEMBER_S = 30 * 24 * 3_600
/** For as long as a broken connection may take to send a call again. */
const REMEMBER_ANSWER_S = 600

/**
 * Writes an alert into the book of a run and answers what `Taken` says, as JSON.
 * A call that the connection sends again is answered as the first time: else its news would be lost.
 * KEYS: states of the run, counts of the run, run of the alert, answer of the call
 * ARGV: run, fingerprint, state, seconds to remember, seconds to remember the answer
 */
export const TAKE = `
local answered = redis.call('GET', KEYS[4])
if answered then return answered end
local run, fingerprint, state = ARGV[1], ARGV[2], ARGV[3]
local before = redis.call('HGET', KEYS[1], fingerprint)
redis.call('HSET', KEYS[1], fingerprint, state)
local messages = redis.call('HINCRBY', KEYS[2], 'messages', 1)
local step = 0
if state == 'firing' and before ~= 'firing' then step = 1 end
if state ~= 'firing' and before == 'firing' then step = -1 end
local firing = redis.call('HINCRBY', KEYS[2], 'firing', step)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
redis.call('SET', KEYS[3], run, 'EX', ARGV[4])
local answer = string.format('{"news":%s,"distinct":%d,"firing":%d,"messages":%d}',
  tostring(before ~= state), redis.call('HLEN', KEYS[1]), firing, messages)
redis.call('SET', KEYS[4], answer, 'EX', ARGV[5])
return answer
`

export function createRedisAlertBook(redis: Redis): AlertBook {
  return {
    runOf: async (fingerprint) => (await redis.get(keys.alertRun(fingerprint))) ?? undefined,
    async stateOf(run, fingerprint) {
      const state = await redis.hget(keys.alertStates(run), fingerprint)
      return state === 'firing' || state === 'resolved' ? state : undefined
    },
    async take(run, { fingerprint, state }) {
      const names = [
        keys.alertStates(run),
        keys.alertCounts(run),
        keys.alertRun(fingerprint),
        keys.alertAnswer(randomUUID()),
      ]
      const values = [run, fingerprint, state, REMEMBER_S, REMEMBER_ANSWER_S]
      return JSON.parse(String(await redis.eval(TAKE, names.length, ...names, ...values)))
    },
  }
}
