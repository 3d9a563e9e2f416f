import { advance } from '../engine/advance.ts'
import { type Beginning, begin } from '../engine/begin.ts'
import type { Advanced, Refused, RunEvent } from '../engine/event.ts'
import type { Playbook } from '../engine/playbook.ts'
import type { Run } from '../engine/run.ts'
import type { DueAfter } from '../engine/span.ts'
import type { SurfaceName } from '../notify/ports.ts'
import { planJobs } from './jobs.ts'
import type { AuditLog, Job, RunStore } from './ports.ts'
import { entryRecord, refusalRecord } from './record.ts'

/** Each lost race means that somebody else's event was stored, so this many in a row is a fault and no crowd. */
const RACES = 100

export type Submitted = Advanced | Refused | { readonly advanced: false; readonly reason: 'no_such_run' }

export type Runs = {
  /** Hands an event to its run: stored when this resolves, or refused with the reason. Throws when the store is away. */
  submit(id: string, event: RunEvent): Promise<Submitted>
  /** Begins a run, once for each key. */
  open(playbook: Playbook, opening: Opening): Promise<Run>
}

export type Opening = Omit<Beginning, 'id'> & {
  /** How long `key` is remembered, milliseconds; a day when absent. */
  readonly rememberMs?: number
}

export type RunsDeps = {
  readonly store: RunStore
  readonly audit: AuditLog
  readonly surfaces: readonly SurfaceName[]
  /** Called with jobs that were just stored, so that they need not wait for the next sweep. */
  readonly stored: (jobs: readonly Job[]) => void
  /** Knows the team's working hours. */
  readonly dueAfter?: DueAfter
}

export function createRuns({ store, audit, surfaces, stored, dueAfter }: RunsDeps): Runs {
  async function submit(id: string, event: RunEvent): Promise<Submitted> {
    for (let race = 0; race < RACES; race += 1) {
      const run = await store.get(id)
      if (run === undefined) return { advanced: false, reason: 'no_such_run' }
      const result = advance(run, event, dueAfter)
      if (!result.advanced) {
        if (isNews(result)) await audit.append(refusalRecord(result, event))
        return result
      }
      const jobs = planJobs(result.run, result.effects, surfaces)
      if (await store.save({ run: result.run, jobs, audit: entryRecord(id, result.entry) }, run.version)) {
        stored(jobs)
        return result
      }
    }
    throw new Error(`${id}: lost ${RACES} races in a row`)
  }

  async function open(playbook: Playbook, opening: Opening): Promise<Run> {
    const id = await store.nextId(playbook.prefix)
    const { rememberMs, ...beginning } = opening
    const begun = begin(playbook, { id, ...beginning }, dueAfter)
    const jobs = planJobs(begun.run, begun.effects, surfaces)
    const change = { run: begun.run, jobs, audit: entryRecord(id, begun.entry) }
    const run = await store.create(change, opening.key, rememberMs)
    if (run.id === id) stored(jobs)
    return run
  }

  return { submit, open }
}

/** A repeat was written down the first time, and a timer that was taken back is no event. */
function isNews(refused: Refused): boolean {
  return refused.reason !== 'repeated' && refused.reason !== 'no_such_timer'
}
