import { type Entry, type Run, VIGIE } from '../../engine/run.ts'
import { choicesNow } from '../../engine/standing.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { stableOf } from '../../notify/cards/release-facts.ts'
import type { Action, Noted } from '../act.ts'
import type { Directory } from '../people.ts'
import { type ActEffect, type Clock, Postponed, type RunStore } from '../ports.ts'
import type { Releases } from '../releases.ts'
import type { Runs } from '../submit.ts'
import { keyOf } from './key.ts'
import { linkOf, tell } from './linked-release.ts'
import { failed, releasesAreOff } from './results.ts'
import { actorOf, REMEMBER_MS, rollbackAsked } from './rollback-asked.ts'

export type IncidentRollbackDeps = {
  readonly releases?: Pick<Releases, 'rollBack'> | undefined
  readonly runs: Pick<Runs, 'submit'>
  readonly store: Pick<RunStore, 'get'>
  readonly directory: Pick<Directory, 'byId'>
  readonly clock: Pick<Clock, 'now'>
}

const LOOK_AGAIN_MS = 1_000

/**
 * Rolls the suspected release back. One that is still in its run ends as rolled back there; one that was complete
 * gets its rollback from here. Either way the rollback tells the incident that it began.
 */
export function createIncidentRollback(deps: IncidentRollbackDeps): Action {
  return async (run, entry, effect) => {
    const id = textFact(run.facts, 'suspectRelease') ?? ''
    const release = await deps.store.get(id)
    if (release === undefined) return failed(effect, `${id} is not in the store any more`)
    const rollback = textFact(release.facts, 'rollback')
    if (rollback !== undefined) return already(deps, run, rollback, effect)
    if (choicesNow(release).some((choice) => choice.id === 'rollback'))
      return chooseThere(deps, run, release, entry, effect)
    if (release.facts['outcome'] !== 'rolled back') return begin(deps, run, release, entry, effect)
    if (release.facts['failed'] === true) return failed(effect, `the rollback of ${id} could not be begun`)
    throw new Postponed(`the rollback of ${id} is being begun`, LOOK_AGAIN_MS)
  }
}

/** Somebody was faster, at the release or here: this incident is linked to what they began. */
async function already(
  deps: IncidentRollbackDeps,
  incident: Run,
  rollback: string,
  effect: ActEffect,
): Promise<Noted | undefined> {
  const run = await deps.store.get(rollback)
  if (run === undefined) return failed(effect, `${rollback} is not in the store any more`)
  await tell(deps, incident.id, 'linked', run, linkOf(run))
  return undefined
}

/** The release is told of the incident before: the rollback that it opens belongs to it. */
async function chooseThere(
  { runs, clock }: IncidentRollbackDeps,
  incident: Run,
  release: Run,
  entry: Entry,
  effect: ActEffect,
): Promise<undefined> {
  const base = { at: clock.now(), by: { id: entry.by, groups: [OWNERS] }, door: entry.door } as const
  const key = keyOf(incident, effect)
  await runs.submit(release.id, {
    ...base,
    type: 'note',
    by: { id: VIGIE, groups: [] },
    key: `${key}:link`,
    note: 'linked',
    fields: { incident: incident.id },
  })
  const event = { ...base, key, step: release.step, fields: entry.fields }
  const result = await runs.submit(
    release.id,
    release.gate === undefined
      ? { ...event, type: 'complete', outcome: 'rollback' }
      : { ...event, type: 'decide', decision: 'rollback' },
  )
  if (result.advanced || result.reason === 'repeated') return undefined
  throw new Postponed(`${release.id} moved on meanwhile`, LOOK_AGAIN_MS)
}

/** During an incident whoever is on call may do what the release's own gate leaves to its owners. */
const OWNERS = 'owners'

async function begin(
  { releases, directory }: IncidentRollbackDeps,
  incident: Run,
  release: Run,
  entry: Entry,
  effect: ActEffect,
): Promise<Noted | undefined> {
  const version = textFact(release.facts, 'version')
  const target = stableOf(release)
  if (releases === undefined) return releasesAreOff(effect)
  if (version === undefined || target === undefined)
    return failed(effect, `${release.id} has no earlier stable version to go back to`)
  await releases.rollBack({
    // Of the release and not of the click: two people who press at once begin one rollback.
    key: `rollback:${release.id}.${release.openedAt.toString(36)}`,
    rememberMs: REMEMBER_MS,
    at: entry.at,
    by: actorOf(directory, entry.by),
    door: entry.door,
    ...rollbackAsked(entry.fields, 'bug'),
    version,
    target,
    release: release.id,
    incident: incident.id,
  })
  return undefined
}
