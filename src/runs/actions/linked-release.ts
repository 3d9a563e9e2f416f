import { type Fields, type Run, VIGIE } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Clock, RunStore } from '../ports.ts'
import type { Runs } from '../submit.ts'

export type LinkDeps = {
  readonly runs: Pick<Runs, 'submit'>
  readonly store: Pick<RunStore, 'get'>
  readonly clock: Pick<Clock, 'now'>
}

/** The release that a rollback takes back; undefined when it was asked for without one. */
export async function releaseOf({ store }: Pick<LinkDeps, 'store'>, rollback: Run): Promise<Run | undefined> {
  const id = textFact(rollback.facts, 'release')
  return id === undefined ? undefined : store.get(id)
}

/**
 * Tells a release that was rolled back after its end; one that decided it itself knows already. Told once, however
 * often this is called.
 */
export async function tellRolled(deps: LinkDeps, release: Run, rollback: Run): Promise<void> {
  if (release.facts['outcome'] === 'rolled back' || release.facts['rollback'] === rollback.id) return
  await tell(deps, release.id, 'rolled', rollback, { rollback: rollback.id })
}

/** What an incident is told of its rollback. */
export function linkOf({ id, facts }: Run): Fields {
  return {
    rollback: id,
    release: textFact(facts, 'release') ?? '',
    version: textFact(facts, 'version') ?? '',
    target: textFact(facts, 'target') ?? '',
  }
}

/** A note of Vigie's on another run about a rollback, once for each rollback. */
export async function tell(
  { runs, clock }: Pick<LinkDeps, 'runs' | 'clock'>,
  id: string,
  note: string,
  rollback: Run,
  fields: Fields,
): Promise<void> {
  await runs.submit(id, {
    type: 'note',
    key: `${note}:${rollback.id}`,
    at: clock.now(),
    by: { id: VIGIE, groups: [] },
    door: VIGIE,
    note,
    fields,
  })
}
