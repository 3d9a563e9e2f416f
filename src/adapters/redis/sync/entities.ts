import type { SyncHandlers } from '../../../sync/queue.ts'
import { createLine, type LineDeps } from './line.ts'

/** One job at a time for each entity; the last touch while it is worked on is kept and follows it. */
export function createEntities(deps: LineDeps) {
  const line = createLine<string>('sync-entities', deps)
  return {
    async touch(entities: readonly string[]) {
      await line.add(
        entities.map((entity) => ({
          data: entity,
          opts: { deduplication: { id: entity, keepLastIfActive: true } },
        })),
      )
    },
    size: line.size,
    work(handler: SyncHandlers['entity']) {
      line.work((job) => handler(job.data, job.attemptsMade))
    },
    close: line.close,
  }
}
