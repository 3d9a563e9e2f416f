import type { Run } from '../../engine/run.ts'
import type { SurfaceName } from '../../notify/ports.ts'
import { type Duty, every } from '../duties.ts'
import { deliveries } from '../jobs.ts'
import type { Queue, RunStore } from '../ports.ts'

const MINUTE = 60_000
/** What is further away is drawn again more rarely. */
const SOON_MS = 60 * MINUTE
const SELDOM = 15

export type CountdownDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly queue: Pick<Queue, 'add'>
  readonly surfaces: readonly SurfaceName[]
}

/** A card that counts down to its target is drawn again each minute; nothing of the run changes. */
export function createCountdownDuty({ store, queue, surfaces }: CountdownDeps): Duty {
  return {
    name: 'countdown',
    next: every(MINUTE),
    async perform(due) {
      if (surfaces.length === 0) return undefined
      const runs = await store.list({ state: 'open', playbook: 'incident', limit: 50 })
      const jobs = runs
        .filter((run) => countsDown(run, due))
        .flatMap((run) =>
          deliveries(run, { id: `${run.id}.countdown.${due}`, run: run.id, kind: 'redraw' }, surfaces),
        )
      await queue.add(jobs)
      return undefined
    },
  }
}

function countsDown(run: Run, now: number): boolean {
  const target = run.timers.find((timer) => timer.rule === 'breach')?.dueAt
  if (target === undefined || target < now) return false
  return target - now <= SOON_MS || Math.floor(now / MINUTE) % SELDOM === 0
}
