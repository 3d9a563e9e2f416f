import { createMemoryStorage } from '../../../src/adapters/memory/storage.ts'
import type { Entry, Fields, Run } from '../../../src/engine/run.ts'
import { incident } from '../../../src/playbooks/incident.ts'
import { release, withFourEyes } from '../../../src/playbooks/release.ts'
import { rollback } from '../../../src/playbooks/rollback.ts'
import { type Actions, act } from '../../../src/runs/act.ts'
import { createIncidentRollback } from '../../../src/runs/actions/incident-rollback.ts'
import { createIncidentSuspect } from '../../../src/runs/actions/incident-suspect.ts'
import { createReleaseRollback } from '../../../src/runs/actions/release-rollback.ts'
import { createReleaseSmoke } from '../../../src/runs/actions/release-smoke.ts'
import { createRollbackClose } from '../../../src/runs/actions/rollback-close.ts'
import { createRollbackIncident } from '../../../src/runs/actions/rollback-incident.ts'
import { createIncidents, type IncidentOpening } from '../../../src/runs/incidents.ts'
import { type ActEffect, type Job, Postponed } from '../../../src/runs/ports.ts'
import type { SmokeTests } from '../../../src/runs/release/ports.ts'
import type { ReleaseSettings } from '../../../src/runs/release/settings.ts'
import { createReleases, type RollbackOpening } from '../../../src/runs/releases.ts'
import { createRuns } from '../../../src/runs/submit.ts'
import { RELEASES } from '../../fixtures/release-settings.ts'
import { DAY, everyone, HOUR, MINUTE, SETTINGS, STARTED } from '../actions/rig.ts'
import { advanced, chosen, storedRun } from '../stored.ts'

export { DAY, HOUR, MINUTE, STARTED }

const well: SmokeTests = {
  names: ['Docmost'],
  run: async () => [{ name: 'Docmost', ok: true, ms: 84.4, said: '200', tries: 1 }],
}

/** What GitHub does is said by the test; everything else that happens in production is real. */
const ELSEWHERE: Actions = {
  'release.deploy': async () => undefined,
  'rollback.deploy': async () => undefined,
  'release.announce': async () => undefined,
}

type Change = { readonly smoke?: SmokeTests | undefined; readonly settings?: Partial<ReleaseSettings> }

/** Releases, rollbacks and incidents over a store in memory. Time stands still until a test moves it. */
export function createProductionRig(change: Change = {}) {
  let now = STARTED
  let keys = 0
  const clock = { now: () => now, after: () => () => {} }
  const storage = createMemoryStorage(clock)
  const stored: Job[] = []
  const runs = createRuns({ ...storage, surfaces: [], stored: (jobs) => void stored.push(...jobs) })
  const incidents = createIncidents({
    runs,
    playbook: incident,
    settings: SETTINGS,
    runbookFor: () => undefined,
  })
  const releases = createReleases({
    runs,
    directory: everyone,
    settings: { ...RELEASES, fourEyes: false, ...change.settings },
    channel: 'releases',
    playbooks: { release, withFourEyes, rollback },
  })
  const deps = { ...storage, runs, incidents, releases, directory: everyone, clock }
  const smoke = 'smoke' in change ? change.smoke : well
  const actions: Actions = {
    ...ELSEWHERE,
    'release.smoke': createReleaseSmoke({ smoke }),
    'release.rollback': createReleaseRollback(deps),
    'rollback.incident': createRollbackIncident(deps),
    'rollback.close': createRollbackClose(deps),
    'incident.suspect': createIncidentSuspect(deps),
    'incident.rollback': createIncidentRollback(deps),
  }

  const get = (id: string) => storedRun(storage.store, id)

  function base(by: string, fields: Fields) {
    keys += 1
    const groups = by === 'corentin' ? ['owners', 'responders'] : ['responders']
    return { key: `key ${keys}`, at: now, by: { id: by, groups }, door: 'slack', fields }
  }

  const choose = (id: string, choice: string, fields: Fields = {}, by = 'corentin') =>
    chosen({ ...storage, runs }, id, choice, base(by, fields))

  /** Does everything that was asked for, as the queue would, until nothing is left; what waits goes to the end. */
  async function settle(): Promise<void> {
    let patience = 20
    for (let job = stored.shift(); job !== undefined; job = stored.shift()) {
      if (job.kind !== 'act' || actions[job.effect.action] === undefined) continue
      try {
        await act({ store: storage.store, runs, clock, actions }, job)
      } catch (error) {
        patience -= 1
        if (!(error instanceof Postponed) || patience === 0) throw error
        stored.push(job)
      }
    }
  }

  return {
    storage,
    stored,
    runs,
    releases,
    clock,
    get,
    choose,
    settle,
    at: (minutes: number) => {
      now = STARTED + minutes * MINUTE
    },
    /** A release whose tag is made, at its deployment. */
    deploying: (facts: Fields = {}) => {
      const { fields: _none, ...rest } = base('corentin', {})
      return runs.open(release, {
        ...rest,
        channel: 'releases',
        step: 'deploy',
        durations: { gate: HOUR, watch: 30 * MINUTE, silent: 10 * MINUTE },
        facts: { version: 'v1.4.0', previous: 'v1.3.2', tagged: true, publishing: true, ...facts },
      })
    },
    rollBack: (opening: Partial<RollbackOpening> = {}) => {
      const { fields: _none, ...rest } = base('corentin', {})
      return releases.rollBack({
        ...rest,
        scenario: 'bug',
        reason: 'Pages are empty',
        version: 'v1.4.0',
        target: 'v1.3.2',
        ...opening,
      })
    },
    declare: (opening: Partial<IncidentOpening> = {}) => {
      const { fields: _none, ...rest } = base('yan', {})
      return incidents.open({
        ...rest,
        severity: 'sev2',
        ...opening,
        facts: { title: 'Docmost 502', ...opening.facts },
      })
    },
    say: (id: string, note: string, fields: Fields = {}, by = 'yan') =>
      advanced(runs.submit(id, { ...base(by, fields), type: 'note', note })),
    /** Calls the action as a process does that dies before it reports. */
    crash: async (id: string, action: string) => {
      const job = stored.find((one) => one.kind === 'act' && one.effect.action === action)
      if (job?.kind !== 'act') throw new Error(`nobody asked for ${action}`)
      const run = await get(id)
      await actions[action]?.(run, entryOf(run, job.effect), job.effect)
    },
    list: (playbook: string) => storage.store.list({ playbook, limit: 20 }),
    /** What Vigie noted about this run, oldest first. */
    reports: async (id: string) =>
      (await get(id)).history
        .filter((entry) => entry.kind === 'noted' && entry.by === 'vigie')
        .map(({ what, fields }) => ({ what, fields })),
  }
}

export type ProductionRig = ReturnType<typeof createProductionRig>

function entryOf(run: Run, { entry }: ActEffect): Entry {
  const found = run.history[entry]
  if (found === undefined) throw new Error('no entry')
  return found
}

/** Deployed, tested, and watched since then. */
export async function watched(rig: ProductionRig, facts: Fields = {}): Promise<string> {
  const { id } = await rig.deploying(facts)
  await rig.choose(id, 'deployed', {}, 'vigie')
  await rig.settle()
  return id
}
