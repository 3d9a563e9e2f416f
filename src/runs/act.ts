import type { RunEvent } from '../engine/event.ts'
import { type Entry, type Fields, type Run, VIGIE } from '../engine/run.ts'
import { type ActEffect, type Clock, Hopeless, type Job, Postponed, type RunStore } from './ports.ts'
import { RemoteError } from './remote.ts'
import type { Runs } from './submit.ts'

/**
 * Something that Vigie does in another system for a run, about one of its entries. It may be called again after
 * a crash: `effect.id` is the key by which it finds what it did before. What it answers is reported to the run.
 */
export type Action = (run: Run, entry: Entry, effect: ActEffect) => Promise<Result | undefined>

export type Result = Noted | Ended

/** A note that the playbook keeps for Vigie, and its fields. */
export type Noted = { readonly note: string; readonly fields: Fields }

/** How the step ended for which it was done. */
export type Ended = { readonly step: string; readonly outcome: string; readonly fields: Fields }

export type Actions = Readonly<Record<string, Action>>

export type ActDeps = {
  readonly store: Pick<RunStore, 'get'>
  readonly runs: Pick<Runs, 'submit'>
  readonly clock: Pick<Clock, 'now'>
  readonly actions: Actions
}

/** A system that is away is asked again this often, without end: what was promised is kept when it is back. */
const ASK_AGAIN_MS = 30_000

export async function act(deps: ActDeps, { effect }: Extract<Job, { kind: 'act' }>): Promise<void> {
  const run = await deps.store.get(effect.run)
  const entry = run?.history[effect.entry]
  if (run === undefined || entry === undefined) throw new Hopeless(`${effect.run} is not in the store`)
  const action = deps.actions[effect.action]
  if (action === undefined) throw new Hopeless(`nothing knows how to do ${effect.action}`)
  try {
    const result = await action(run, entry, effect)
    if (result !== undefined) await report(deps, effect, 'act', result)
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    const fields = { what: effect.action, system: error.system, because: error.message }
    if (!error.retry) return report(deps, effect, 'failed', { note: 'failed', fields })
    // Said once for each effect: the key is the same each time.
    await report(deps, effect, 'queued', { note: 'queued', fields })
    throw new Postponed(error.message, error.retryAfterMs ?? ASK_AGAIN_MS)
  }
}

/**
 * An action that was given up because of a fault of ours is told like one that was refused: its step offers to try it
 * again. What the fault says is for the log.
 */
export async function tellGivenUp(
  deps: Pick<ActDeps, 'runs' | 'clock'>,
  { effect }: Extract<Job, { kind: 'act' }>,
): Promise<void> {
  const fields = { what: effect.action, because: 'a fault of Vigie, its log says which' }
  await report(deps, effect, 'failed', { note: 'failed', fields })
}

async function report(
  { runs, clock }: Pick<ActDeps, 'runs' | 'clock'>,
  effect: ActEffect,
  kind: 'act' | 'queued' | 'failed',
  result: Result,
): Promise<void> {
  await runs.submit(effect.run, eventOf(result, `${kind}:${effect.id}`, clock.now()))
}

/** What Vigie found, as an event of the run. */
export function eventOf(result: Result, key: string, at: number): RunEvent {
  const base = { key, at, by: { id: VIGIE, groups: [] }, door: 'vigie', fields: result.fields }
  return 'note' in result
    ? { ...base, type: 'note', note: result.note }
    : { ...base, type: 'complete', step: result.step, outcome: result.outcome }
}
