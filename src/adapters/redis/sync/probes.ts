import type { System } from '../../../sync/book.ts'
import type { SyncHandlers } from '../../../sync/queue.ts'
import { createLine, type LineDeps } from './line.ts'

type Payload = { readonly system: System; readonly failed: number }

/** One for each remote; one that is asked for by the probe that is under way follows it. */
export function createProbes(deps: LineDeps) {
  const line = createLine<Payload>('sync-probes', deps)
  return {
    async probe(system: System, ms: number, failed: number) {
      const deduplication = { id: system, keepLastIfActive: true }
      const opts = { delay: Math.max(0, ms), deduplication }
      await line.add([{ data: { system, failed }, opts }])
    },
    work(handler: SyncHandlers['probe']) {
      line.work((job) => handler(job.data.system, job.data.failed + job.attemptsMade))
    },
    close: line.close,
  }
}
