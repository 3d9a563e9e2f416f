import type { Run } from '../../engine/run.ts'
import type { SurfaceName } from '../../notify/ports.ts'
import { type Duty, every } from '../duties.ts'
import { deliveries } from '../jobs.ts'
import type { Queue, RunStore } from '../ports.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Timers whose distance a card shows: to acknowledge, to notify the authority, to publish the post-mortem. */
const SHOWN: readonly string[] = ['breach', 'noticeDue', 'postmortemDue']

export type CountdownDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly queue: Pick<Queue, 'add'>
  readonly surfaces: readonly SurfaceName[]
}

/** A card that counts down is drawn again as time passes, each minute in the last hour; nothing of the run changes. */
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
  return run.timers.some(
    ({ rule, dueAt }) => SHOWN.includes(rule) && dueAt >= now && now % rhythmOf(dueAt - now) === 0,
  )
}

/** What is further away is shown less exactly, and drawn again more rarely. */
function rhythmOf(left: number): number {
  if (left <= HOUR) return MINUTE
  return left <= 48 * HOUR ? 15 * MINUTE : 6 * HOUR
}
