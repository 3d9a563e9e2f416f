import type { Clock, Job, Queue, RunStore } from './ports.ts'

const SWEEP_EVERY_MS = 1_000
const PORTION = 200

export type Relay = {
  /** Moves these jobs, already stored in the outbox, into the queue. Never throws: what fails waits for the sweep. */
  nudge(jobs: readonly Job[]): void
  start(): void
  stop(): Promise<void>
}

export type RelayDeps = {
  readonly store: Pick<RunStore, 'outbox' | 'relayed'>
  readonly queue: Pick<Queue, 'add'>
  readonly clock: Clock
  readonly log: { warn(data: object, message: string): void }
}

/**
 * Moves what is stored into the queue. A crash between the two steps repeats the first one,
 * and the queue knows a job by its id.
 */
export function createRelay({ store, queue, clock, log }: RelayDeps): Relay {
  let cancel: (() => void) | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  async function move(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return
    await queue.add(jobs)
    await store.relayed(jobs.map((job) => job.id))
  }

  async function sweep(): Promise<void> {
    try {
      for (;;) {
        const jobs = await store.outbox(PORTION)
        await move(jobs)
        if (jobs.length < PORTION) break
      }
    } catch (error) {
      log.warn({ err: error }, 'outbox not relayed, trying again')
    }
  }

  function next(): void {
    if (stopped) return
    running = sweep().then(() => {
      if (!stopped) cancel = clock.after(SWEEP_EVERY_MS, next)
    })
  }

  return {
    nudge(jobs) {
      move(jobs).catch((error: unknown) => log.warn({ err: error }, 'jobs wait for the sweep'))
    },
    start: next,
    async stop() {
      stopped = true
      cancel?.()
      await running
    },
  }
}
