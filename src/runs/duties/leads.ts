import { type Run, VIGIE } from '../../engine/run.ts'
import { type Duty, every } from '../duties.ts'
import type { Directory } from '../people.ts'
import type { Clock, RunStore } from '../ports.ts'
import type { Runs } from '../submit.ts'

export type LeadsDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly runs: Pick<Runs, 'submit'>
  readonly directory: Pick<Directory, 'byId'>
  readonly clock: Pick<Clock, 'now'>
}

const EVERY_MS = 5 * 60_000

/** An incident whose lead left the directory has none: it says so, and asks for another. */
export function createLeadsDuty({ store, runs, directory, clock }: LeadsDeps): Duty {
  return {
    name: 'leads',
    next: every(EVERY_MS),
    async perform() {
      const open = await store.list({ state: 'open', playbook: 'incident', limit: 50 })
      for (const run of open) {
        const { lead } = run.facts
        if (typeof lead !== 'string' || lead === '' || directory.byId(lead) !== undefined) continue
        await runs.submit(run.id, {
          type: 'note',
          // Whoever came back, led again and left again is another one.
          key: `lead-gone:${run.id}:${timesGone(run)}`,
          at: clock.now(),
          by: { id: VIGIE, groups: [] },
          door: 'vigie',
          note: 'leadGone',
          fields: { lead },
        })
      }
      return undefined
    },
  }
}

function timesGone({ history }: Run): number {
  return history.filter((entry) => entry.what === 'leadGone').length
}
