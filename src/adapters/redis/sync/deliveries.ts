import { randomBytes } from 'node:crypto'
import type { Delivery } from '../../../sync/delivery.ts'
import type { SyncHandlers, SyncQueue } from '../../../sync/queue.ts'
import { gather } from './gather.ts'
import { createLine, type LineDeps, type LineJob } from './line.ts'

const DAY_MS = 24 * 3_600_000

/** The key stands in the job's options. */
type Payload = Omit<Delivery, 'key'>

type Taken = 'stored' | 'duplicate'

/**
 * Deliveries that wait to be read. BullMQ remembers a key for a day after its job is done and gone, and answers the id
 * of the first job: one that isn't ours tells a duplicate, one that is ours a call that the connection sent again.
 */
export function createDeliveries(deps: LineDeps) {
  const line = createLine<Payload>('sync-deliveries', deps)
  const nextId = createIds()

  function toJob({ key, ...payload }: Delivery): LineJob<Payload> {
    return { data: payload, opts: { jobId: nextId(), deduplication: { id: key, ttl: DAY_MS } } }
  }

  async function store(jobs: readonly LineJob<Payload>[]): Promise<readonly PromiseFulfilledResult<Taken>[]> {
    const ids = await line.add(jobs)
    return jobs.map(({ opts }, n) => ({
      status: 'fulfilled',
      value: ids[n] === opts.jobId ? 'stored' : 'duplicate',
    }))
  }

  /** One that fails must not fail the others: each is tried alone then, under its own id still. */
  async function storeAll(deliveries: readonly Delivery[]): Promise<readonly PromiseSettledResult<Taken>[]> {
    const jobs = deliveries.map(toJob)
    return store(jobs).catch(() => Promise.all(jobs.map(storeAlone)))
  }

  async function storeAlone(job: LineJob<Payload>): Promise<PromiseSettledResult<Taken>> {
    const [settled] = await Promise.allSettled([store([job])])
    const fault = { status: 'rejected', reason: new Error('no answer') } as const
    return settled.status === 'fulfilled' ? (settled.value[0] ?? fault) : settled
  }

  return {
    /** Many a turn are one call, which the wire and the receiver feel. */
    take: gather(storeAll) satisfies SyncQueue['take'],
    size: line.size,
    work(handler: SyncHandlers['delivery']) {
      line.work((job) => handler({ key: job.deduplicationId ?? '', ...job.data }, job.attemptsMade))
    },
    close: line.close,
  }
}

/** BullMQ takes no number and no colon for an id. */
function createIds(): () => string {
  const process = randomBytes(6).toString('base64url')
  let count = 0
  return () => {
    count += 1
    return `${process}.${count.toString(36)}`
  }
}
