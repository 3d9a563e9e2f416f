import type { Clock } from '../../../runs/ports.ts'
import type { System } from '../../../sync/book.ts'
import type { Delivery } from '../../../sync/delivery.ts'
import type { SyncQueue } from '../../../sync/queue.ts'
import { createLane } from './lane.ts'
import { createOneAtATime } from './one-at-a-time.ts'

const DAY_MS = 24 * 3_600_000

type Probe = { readonly system: System; readonly failed: number }

/** The sync's queue of one process. Same promises as the one on Redis, except that it forgets at the end. */
export function createMemorySyncQueue(clock: Clock): SyncQueue {
  const deliveries = createLane<Delivery>(clock)
  const entities = createOneAtATime<string>(clock, (entity) => entity)
  const probes = createOneAtATime<Probe>(clock, ({ system }) => system)
  /** Keys of deliveries and until when they are remembered, in that order. */
  const taken = new Map<string, number>()

  function forget(): void {
    for (const [key, until] of taken) {
      if (until > clock.now()) return
      taken.delete(key)
    }
  }

  return {
    async take(delivery) {
      forget()
      if (taken.has(delivery.key)) return 'duplicate'
      taken.set(delivery.key, clock.now() + DAY_MS)
      deliveries.push(delivery)
      return 'stored'
    },
    async touch(keys) {
      for (const entity of keys) entities.push(entity)
    },
    async probe(system, ms, failed) {
      probes.push({ system, failed }, ms)
    },
    count: async () => ({ deliveries: deliveries.size(), entities: entities.size() }),
    work(handlers) {
      deliveries.work(handlers.delivery)
      entities.work(handlers.entity)
      probes.work(({ system, failed }, again) => handlers.probe(system, failed + again))
    },
    async close() {
      await Promise.all([deliveries, entities, probes].map((lane) => lane.close()))
    },
  }
}
