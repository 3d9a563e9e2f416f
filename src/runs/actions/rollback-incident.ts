import type { Entry, Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { Incidents } from '../incidents.ts'
import type { Directory } from '../people.ts'
import type { ActEffect, RunStore } from '../ports.ts'
import type { Severity } from '../settings.ts'
import { keyOf } from './key.ts'
import { type LinkDeps, linkOf, releaseOf, tell, tellRolled } from './linked-release.ts'
import { isDrill } from './results.ts'
import { actorOf, REMEMBER_MS } from './rollback-asked.ts'
import { oneLine } from './words.ts'

export type RollbackIncidentDeps = LinkDeps & {
  readonly incidents: Pick<Incidents, 'open'>
  readonly store: Pick<RunStore, 'get' | 'list'>
  readonly directory: Pick<Directory, 'byId'>
}

const MOST = 50
const REASON_MAX = 120

/** Each rollback has its incident: the one that it was asked from, or one of its own. Both and the release are linked. */
export function createRollbackIncident(deps: RollbackIncidentDeps): Action {
  return async (run, entry, effect) => {
    const release = await releaseOf(deps, run)
    const incident =
      (await openIncidentOf(deps, run, release)) ?? (await opened(deps, run, release, entry, effect))
    await tell(deps, incident.id, 'linked', run, linkOf(run))
    if (release !== undefined) {
      await tell(deps, release.id, 'linked', run, { incident: incident.id })
      await tellRolled(deps, release, run)
    }
    return { note: 'linked', fields: { incident: incident.id } }
  }
}

/** The one that it was asked from, then the one that the release has, then one that suspects the release. */
async function openIncidentOf(
  { store }: RollbackIncidentDeps,
  run: Run,
  release: Run | undefined,
): Promise<Run | undefined> {
  for (const { facts } of [run, ...(release === undefined ? [] : [release])]) {
    const id = textFact(facts, 'incident')
    const named = id === undefined ? undefined : await store.get(id)
    if (named !== undefined && isUnderWay(named)) return named
  }
  if (release === undefined) return undefined
  const open = await openIncidents(store)
  return open.find(({ facts }) => facts['suspectRelease'] === release.id)
}

async function opened(
  { incidents, directory, store }: RollbackIncidentDeps,
  run: Run,
  release: Run | undefined,
  entry: Entry,
  effect: ActEffect,
): Promise<Run> {
  const { version, target, reason = '' } = textsOf(run)
  return incidents.open({
    key: keyOf(run, effect),
    rememberMs: REMEMBER_MS,
    at: entry.at,
    by: actorOf(directory, entry.by),
    door: entry.door,
    severity: await severityOf(store, run, release),
    facts: {
      title: `Rollback of ${version} to ${target} - ${shortened(oneLine(reason))}`,
      symptom: reason,
      rollback: run.id,
      ...(release === undefined ? {} : { release: release.id }),
    },
  })
}

function textsOf({ facts }: Run) {
  return {
    version: textFact(facts, 'version'),
    target: textFact(facts, 'target'),
    reason: textFact(facts, 'reason'),
  }
}

function shortened(words: string): string {
  return words.length > REASON_MAX ? `${words.slice(0, REASON_MAX - 3).trimEnd()}...` : words
}

/** These two are the worst by themselves; the others are as bad as the health of production is. */
async function severityOf(
  store: Pick<RunStore, 'list'>,
  { facts }: Run,
  release: Run | undefined,
): Promise<Severity> {
  if (facts['scenario'] === 'healthcheck' || facts['scenario'] === 'credentials') return 'sev1'
  if (release?.facts['failing'] === true) return 'sev1'
  return (await openIncidents(store)).some(saysDown) ? 'sev1' : 'sev2'
}

/** Monitors that look from outside whether it answers; what the others mean is not known. */
const HEALTH = ['vigie', 'uptimerobot']

function saysDown({ facts }: Run): boolean {
  return facts['alerted'] === true && facts['recovered'] !== true && HEALTH.includes(String(facts['source']))
}

async function openIncidents(store: Pick<RunStore, 'list'>): Promise<readonly Run[]> {
  const open = await store.list({ playbook: 'incident', state: 'open', limit: MOST })
  return open.filter((run) => isUnderWay(run) && !isDrill(run))
}

function isUnderWay({ state, facts }: Run): boolean {
  return state === 'open' && facts['resolved'] !== true
}
