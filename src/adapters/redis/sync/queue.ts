import type { SyncQueue } from '../../../sync/queue.ts'
import { createDeliveries } from './deliveries.ts'
import { createEntities } from './entities.ts'
import type { LineDeps } from './line.ts'
import { createProbes } from './probes.ts'

/** What the sync has to do, on BullMQ. */
export function createRedisSyncQueue(deps: LineDeps): SyncQueue {
  const deliveries = createDeliveries(deps)
  const entities = createEntities(deps)
  const probes = createProbes(deps)
  return {
    take: deliveries.take,
    touch: entities.touch,
    probe: probes.probe,
    async count() {
      const [waiting, touched] = await Promise.all([deliveries.size(), entities.size()])
      return { deliveries: waiting, entities: touched }
    },
    work(handlers) {
      deliveries.work(handlers.delivery)
      entities.work(handlers.entity)
      probes.work(handlers.probe)
    },
    async close() {
      await Promise.all([deliveries, entities, probes].map((line) => line.close()))
    },
  }
}
