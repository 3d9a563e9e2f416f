import type { Clock } from '../../../runs/ports.ts'
import { createLane, type Lane } from './lane.ts'

/**
 * A lane in which each key has one job: another that comes while it waits is that job, the latest that comes while it is
 * worked on follows once it succeeded.
 */
export function createOneAtATime<T>(clock: Clock, keyOf: (job: T) => string): Lane<T> {
  const lane = createLane<T>(clock)
  const jobs = new Map<string, { active: boolean; next?: { readonly job: T; readonly ms: number } }>()

  function push(job: T, ms = 0): void {
    const key = keyOf(job)
    const present = jobs.get(key)
    if (present?.active) present.next = { job, ms }
    if (present !== undefined) return
    jobs.set(key, { active: false })
    lane.push(job, ms)
  }

  return {
    push,
    work(handler) {
      lane.work(async (job, failed) => {
        const present = jobs.get(keyOf(job)) ?? { active: true }
        present.active = true
        try {
          await handler(job, failed)
        } catch (error) {
          present.active = false
          throw error
        }
        jobs.delete(keyOf(job))
        if (present.next !== undefined) push(present.next.job, present.next.ms)
      })
    },
    size: () => jobs.size,
    close: lane.close,
  }
}
