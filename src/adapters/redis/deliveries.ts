import type { Redis } from 'ioredis'
import type { Deliveries } from '../../runs/ports.ts'
import { keys } from './keys.ts'
import { BEGIN, DONE } from './scripts.ts'

/** A job that comes again after a week would be news. */
const REMEMBER_S = 7 * 24 * 3_600

export function createRedisDeliveries(redis: Redis): Deliveries {
  return {
    async begin(job) {
      const before = await redis.eval(BEGIN, 1, keys.attempt(job), REMEMBER_S)
      if (before === 'done') return 'done'
      return before === null ? 'first' : 'unknown'
    },
    async status(job) {
      const mark = await redis.get(keys.attempt(job))
      if (mark === null) return 'none'
      return mark === 'done' ? 'done' : 'begun'
    },
    async forget(job) {
      await redis.del(keys.attempt(job))
    },
    async done(job, placed) {
      const { names, values } = placed === undefined ? NOWHERE : placing(placed)
      await redis.eval(DONE, names.length + 1, keys.attempt(job), ...names, REMEMBER_S, ...values)
    },
    async place(run, slot, surface) {
      const found = await redis.hget(keys.places(run), slotOf({ slot, surface }))
      return found === null ? undefined : JSON.parse(found)
    },
    runAt: async (surface, { channel, message }) =>
      (await redis.get(keys.at(surface, channel, message))) ?? undefined,
    async quote(run, surface, { channel, message }) {
      await redis.set(keys.at(surface, channel, message), run)
    },
  }
}

type Placed = NonNullable<Parameters<Deliveries['done']>[1]>

const NOWHERE = { names: [], values: [] }

function placing(placed: Placed) {
  const { run, surface, place } = placed
  return {
    names: [keys.places(run), keys.at(surface, place.channel, place.message)],
    values: [slotOf(placed), JSON.stringify(place), run],
  }
}

function slotOf({ slot, surface }: { slot: string; surface: string }): string {
  return `${slot}@${surface}`
}
