import { type Job as BullJob, Queue as BullQueue, DelayedError, UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { type Clock, Hopeless, type Job, Postponed, type Queue } from '../../runs/ports.ts'
import { ATTEMPTS, backoffMs } from '../backoff.ts'
import type { RedisLog } from './connection.ts'

const NAME = 'effects'
const PREFIX = 'vigie'
const CONCURRENCY = 16
/** A killed process gives its jobs up after this; whoever takes them over looks before it repeats. */
const LOCK_MS = 5_000
/** Kills of the process are no fault of the job. */
const STALLED_OFTEN = 1_000

export type RedisQueueDeps = {
  readonly redis: Redis
  /** A connection of its own for the worker, which blocks it. */
  readonly blocking: () => Redis
  readonly clock: Clock
  readonly log: RedisLog
}

/** BullMQ on Redis: effects and timers, shared by all replicas. */
export function createRedisQueue({ redis, blocking, clock, log }: RedisQueueDeps): Queue {
  const queue = new BullQueue<Job>(NAME, { connection: redis, prefix: PREFIX })
  let worker: Worker<Job> | undefined
  let connection: Redis | undefined
  queue.on('error', (error) => log.warn({ err: error.message }, 'queue'))

  return {
    async add(jobs) {
      await queue.addBulk(jobs.map((job) => toBull(job, clock.now())))
    },
    work(handler, dead) {
      connection = blocking()
      worker = new Worker<Job>(NAME, (job, token) => perform(handler, job, token), {
        connection,
        prefix: PREFIX,
        concurrency: CONCURRENCY,
        lockDuration: LOCK_MS,
        stalledInterval: LOCK_MS / 2,
        maxStalledCount: STALLED_OFTEN,
        settings: { backoffStrategy: backoffMs },
      })
      worker.on('error', (error) => log.warn({ err: error.message }, 'queue worker'))
      worker.on('failed', (job, error) => {
        if (job === undefined || !isDead(job, error)) return
        dead(job.data, error).catch((fault: unknown) =>
          log.warn({ err: fault }, 'a dead job was not reported'),
        )
      })
    },
    async close() {
      await worker?.close()
      await queue.close()
      connection?.disconnect()
    },
  }
}

function toBull(job: Job, now: number) {
  const delay = 'dueAt' in job ? Math.max(0, job.dueAt - now) : 0
  const options = {
    jobId: job.id,
    delay,
    attempts: ATTEMPTS,
    backoff: { type: 'custom' },
    removeOnComplete: true,
    removeOnFail: 1_000,
  }
  return { name: job.kind, data: job, opts: options }
}

async function perform(
  handler: (job: Job) => Promise<void>,
  job: BullJob<Job>,
  token: string | undefined,
): Promise<void> {
  try {
    await handler(job.data)
  } catch (error) {
    if (error instanceof Postponed) {
      // BullMQ reads the clock of the machine, whichever one Vigie goes by.
      await job.moveToDelayed(Date.now() + error.ms, token)
      throw new DelayedError(error.message)
    }
    if (error instanceof Hopeless) throw new UnrecoverableError(error.message)
    throw error
  }
}

function isDead(job: BullJob<Job>, error: Error): boolean {
  return error instanceof UnrecoverableError || job.attemptsMade >= ATTEMPTS
}
