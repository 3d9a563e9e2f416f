import { type Clock, type Handler, Hopeless, type Job, Postponed, type Queue } from '../../runs/ports.ts'
import { ATTEMPTS, backoffMs } from '../backoff.ts'

type Dead = (job: Job, error: Error) => Promise<void>

/** The queue of one process. Same promises as the one on Redis, except that it forgets at the end. */
export function createMemoryQueue(clock: Clock): Queue {
  const waiting = new Map<string, () => void>()
  const known = new Map<string, Job>()
  const busy = new Set<Promise<void>>()
  let worker: { handler: Handler; dead: Dead } | undefined
  let closed = false

  function schedule(job: Job, ms: number, failed: number): void {
    if (closed) return
    waiting.set(
      job.id,
      clock.after(Math.max(0, ms), () => {
        waiting.delete(job.id)
        const done = perform(job, failed).finally(() => busy.delete(done))
        busy.add(done)
      }),
    )
  }

  async function perform(job: Job, failed: number): Promise<void> {
    if (worker === undefined) return
    try {
      await worker.handler(job)
      known.delete(job.id)
    } catch (error) {
      if (error instanceof Postponed) return schedule(job, error.ms, failed)
      const fault = error instanceof Error ? error : new Error(String(error))
      if (!(fault instanceof Hopeless) && failed + 1 < ATTEMPTS) {
        return schedule(job, backoffMs(failed + 1), failed + 1)
      }
      known.delete(job.id)
      await worker.dead(job, fault)
    }
  }

  return {
    async add(jobs) {
      for (const job of jobs) {
        if (known.has(job.id)) continue
        known.set(job.id, job)
        if (worker !== undefined) schedule(job, delayOf(job, clock), 0)
      }
    },
    work(handler, dead) {
      worker = { handler, dead }
      for (const job of known.values()) schedule(job, delayOf(job, clock), 0)
    },
    async close() {
      closed = true
      for (const cancel of waiting.values()) cancel()
      await Promise.all(busy)
    },
  }
}

function delayOf(job: Job, clock: Clock): number {
  return 'dueAt' in job ? job.dueAt - clock.now() : 0
}
