import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { keys } from './keys.ts'

/** For as long as a broken connection may take to send a call again. */
const REMEMBER_S = 600

/**
 * Makes a script that answers a call which the connection sends again as the first time, and does nothing more.
 * The body finds its own keys from KEYS[2] and its values from ARGV[2] on, and answers a number or a text.
 */
export function answeredOnce(body: string): string {
  return `
local answered = redis.call('GET', KEYS[1])
if answered then return answered end
local function act() ${body} end
local answer = act()
redis.call('SET', KEYS[1], answer, 'EX', ARGV[1])
return answer
`
}

export async function askOnce(
  redis: Redis,
  script: string,
  names: readonly string[],
  values: readonly (string | number)[],
): Promise<string> {
  const all = [keys.answer(randomUUID()), ...names]
  return String(await redis.eval(script, all.length, ...all, REMEMBER_S, ...values))
}
