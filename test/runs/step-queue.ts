import { Hopeless, type Job, Postponed, type Queue } from '../../src/runs/ports.ts'

type Waiting = { readonly job: Job; readonly at: number }

/** A queue whose time passes when a test says so: the promises of the real ones, one step after the other. */
export function createStepQueue(clock: { now(): number }) {
  const waiting = new Map<string, Waiting>()
  const lost: Job[] = []
  const queue: Pick<Queue, 'add'> = {
    async add(jobs) {
      for (const job of jobs) {
        if (waiting.has(job.id)) continue
        waiting.set(job.id, { job, at: 'dueAt' in job ? job.dueAt : clock.now() })
      }
    },
  }

  async function perform(one: Waiting, handler: (job: Job) => Promise<void>): Promise<void> {
    try {
      await handler(one.job)
      waiting.delete(one.job.id)
    } catch (error) {
      if (error instanceof Hopeless) {
        waiting.delete(one.job.id)
        lost.push(one.job)
        return
      }
      const ms = error instanceof Postponed ? error.ms : 1_000
      waiting.set(one.job.id, { job: one.job, at: clock.now() + ms })
    }
  }

  return {
    ...queue,
    lost,
    jobs: (): readonly Job[] => [...waiting.values()].map(({ job }) => job),
    /** When the next job is due. */
    nextAt: (): number => Math.min(...[...waiting.values()].map(({ at }) => at)),
    /** Performs what is due now. */
    async step(handler: (job: Job) => Promise<void>): Promise<void> {
      for (const one of [...waiting.values()]) if (one.at <= clock.now()) await perform(one, handler)
    },
  }
}
