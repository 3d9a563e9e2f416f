import { type Job as BullJob, Queue as BullQueue, type JobsOptions, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { retryMs } from '../../../sync/queue.ts'
import type { RedisLog } from '../connection.ts'

const PREFIX = 'vigie'
/** All jobs of a line are alike. */
const NAME = 'job'
const CONCURRENCY = 16
/** A killed process gives its jobs up after this; whoever takes them over looks before it repeats. */
const LOCK_MS = 5_000
/** Kills of the process are no fault of the job. */
const STALLED_OFTEN = 1_000
/** Nobody listens to BullMQ's own events. */
const EVENTS_KEPT = 100

/** Every job is tried until its handler does not throw; BullMQ wants a number. What it failed of stands in our own log. */
const WITHOUT_END = {
  attempts: 1_000_000_000,
  backoff: { type: 'custom' },
  stackTraceLimit: 0,
} as const

export type LineDeps = {
  /** The connection that adds jobs. */
  readonly adding: Redis
  /** The connection that finishes jobs; each line that waits for some duplicates it. */
  readonly working: Redis
  readonly log: RedisLog
}

export type LineJob<T> = {
  readonly data: T
  readonly opts: Pick<JobsOptions, 'jobId' | 'delay'> & Required<Pick<JobsOptions, 'deduplication'>>
}

/** Jobs of one kind on BullMQ, shared by all replicas. */
export type Line<T> = {
  /** Each by itself in one atomic step, and all in one call. Ids of the jobs, or of those that they are duplicates of. */
  add(jobs: readonly LineJob<T>[]): Promise<readonly (string | undefined)[]>
  work(handler: (job: BullJob<T, void, string>) => Promise<void>): void
  /** Jobs that wait or are worked on. */
  size(): Promise<number>
  close(): Promise<void>
}

export function createLine<T>(name: string, { adding, working, log }: LineDeps): Line<T> {
  const queue = new BullQueue<T, void, string, T, void, string>(name, {
    connection: adding,
    prefix: PREFIX,
    streams: { events: { maxLen: EVENTS_KEPT } },
  })
  let worker: Worker<T, void, string> | undefined
  queue.on('error', (error) => log.warn({ err: error.message, queue: name }, 'queue'))

  return {
    async add(jobs) {
      const all = jobs.map(({ data, opts }) => ({ name: NAME, data, opts: { ...WITHOUT_END, ...opts } }))
      return (await queue.addBulk(all)).map(({ id }) => id)
    },
    work(handler) {
      worker = new Worker<T, void, string>(name, handler, {
        connection: working,
        prefix: PREFIX,
        concurrency: CONCURRENCY,
        lockDuration: LOCK_MS,
        stalledInterval: LOCK_MS / 2,
        maxStalledCount: STALLED_OFTEN,
        removeOnComplete: { count: 0 },
        settings: { backoffStrategy: (failed, _type, error) => retryMs(failed, error) },
      })
      worker.on('error', (error) => log.warn({ err: error.message, queue: name }, 'queue worker'))
    },
    async size() {
      const counts = await queue.getJobCounts('wait', 'active', 'delayed')
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    async close() {
      await worker?.close()
      await queue.close()
    },
  }
}
