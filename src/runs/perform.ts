import { VIGIE } from '../engine/run.ts'
import { type Surface, SurfaceError } from '../notify/ports.ts'
import { type Actions, act } from './act.ts'
import { type DeliverDeps, deliver } from './deliver.ts'
import type { Duties } from './duties.ts'
import { type Handler, Hopeless, type Job, Postponed } from './ports.ts'
import type { Runs } from './submit.ts'

export type PerformDeps = DeliverDeps & {
  readonly runs: Pick<Runs, 'submit'>
  readonly surfaces: readonly Surface[]
  readonly actions: Actions
  readonly duties: Pick<Duties, 'perform'>
  /** When this process started: a timer that was due before is late because of the restart. */
  readonly startedAt: number
}

/** Performs jobs of the queue: timers go to their run, actions to other systems, the rest to its surface. */
export function createPerform(deps: PerformDeps): Handler {
  const holds = new Map<string, number>()
  return async (job) => {
    if (job.kind === 'timer') return fire(deps, job)
    if (job.kind === 'act') return act(deps, job)
    if (job.kind === 'duty') return deps.duties.perform(job)
    const surface = deps.surfaces.find((one) => one.name === job.surface)
    if (surface === undefined) throw new Hopeless(`${job.surface} is switched off`)
    await respectHold(deps, holds, job, () => deliver(deps, surface, job.id, job.effect))
  }
}

async function fire(deps: PerformDeps, job: Extract<Job, { kind: 'timer' }>): Promise<void> {
  const now = deps.clock.now()
  if (now < job.dueAt) throw new Postponed('the timer is not due yet', job.dueAt - now)
  await deps.runs.submit(job.run, {
    type: 'due',
    key: `due:${job.timer}`,
    at: now,
    by: { id: VIGIE, groups: [] },
    door: 'timer',
    timer: job.timer,
    restart: job.dueAt < deps.startedAt,
  })
}

/** A surface that asked for patience gets it, for that channel and kind of call; all else goes on. */
async function respectHold(
  deps: PerformDeps,
  holds: Map<string, number>,
  job: Extract<Job, { kind: 'deliver' }>,
  work: () => Promise<void>,
): Promise<void> {
  const line = `${job.surface} ${job.channel} ${job.effect.kind}`
  const wait = (holds.get(line) ?? 0) - deps.clock.now()
  if (wait > 0) throw new Postponed('the surface asked for patience', wait)
  try {
    await work()
  } catch (error) {
    if (!(error instanceof SurfaceError)) throw error
    if (!error.retry) throw new Hopeless(error.code, { cause: error })
    if (error.retryAfterMs === undefined) throw error
    holds.set(line, deps.clock.now() + error.retryAfterMs)
    throw new Postponed(error.code, error.retryAfterMs)
  }
}
