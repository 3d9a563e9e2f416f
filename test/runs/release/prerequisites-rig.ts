import { createMemoryStorage } from '../../../src/adapters/memory/storage.ts'
import type { Fields, Run } from '../../../src/engine/run.ts'
import { incident } from '../../../src/playbooks/incident.ts'
import { release } from '../../../src/playbooks/release.ts'
import { rollback } from '../../../src/playbooks/rollback.ts'
import type { EvidenceDeps } from '../../../src/runs/release/evidence.ts'
import type { Backup, Check, WorkflowRun } from '../../../src/runs/release/ports.ts'
import type { ReleaseSettings } from '../../../src/runs/release/settings.ts'
import type { RemoteError } from '../../../src/runs/remote.ts'
import { createRuns } from '../../../src/runs/submit.ts'
import { RELEASES } from '../../fixtures/release-settings.ts'

const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** Tuesday 24 November 2026, 14:00 in Paris. */
export const NOW = Date.parse('2026-11-24T14:00:00+01:00')
export const COMMIT = '3f2a1c9d00000000000000000000000000000000'
export const NEXT = 'aa11bb2200000000000000000000000000000000'

export const GREEN: Check = { name: 'test', state: 'green', url: 'https://ci.example/test' }
const E2E: WorkflowRun = {
  id: 7,
  url: 'https://ci.example/runs/7',
  state: 'green',
  said: 'success',
  commit: COMMIT,
  startedAt: NOW - HOUR,
  attempt: 1,
}

/** What GitHub and the address of the backup answer; an error is thrown. A test changes it. */
export type World = {
  head: string | undefined | RemoteError
  checks: readonly Check[] | RemoteError
  e2e: Partial<WorkflowRun> | undefined | RemoteError
  address: Backup | undefined | RemoteError
}

/** Releases, rollbacks and incidents on a memory store, with everything that a release needs. */
export function createReleaseRig(settings: Partial<ReleaseSettings> = {}) {
  let now = NOW
  let events = 0
  const clock = { now: () => now, after: () => () => undefined }
  const storage = createMemoryStorage(clock)
  const runs = createRuns({ ...storage, surfaces: [], stored: () => undefined })
  const world: World = { head: COMMIT, checks: [GREEN], e2e: {}, address: undefined }
  const asked: string[] = []
  const deps: EvidenceDeps = {
    repository: { head: async (branch) => answered(world.head, `head ${branch}`) },
    pipeline: {
      checks: async (commit) => answered(world.checks, `checks ${commit}`),
      async latestRun(workflow, of) {
        const run = answered(world.e2e, `${workflow} ${JSON.stringify(of)}`)
        return run && { ...E2E, ...run }
      },
    },
    ...storage,
    askForBackup: async () => answered(world.address, 'backup'),
    settings: { ...RELEASES, ...settings },
    timeZone: 'Europe/Paris',
    nameOf: (person) => person.charAt(0).toUpperCase() + person.slice(1),
    clock,
  }

  function answered<T>(answer: T | RemoteError, what: string): T {
    asked.push(what)
    if (answer instanceof Error) throw answer
    return answer
  }

  function event(by: string) {
    events += 1
    return { key: `event ${events}`, at: now, by: { id: by, groups: ['owners', 'responders'] }, door: 'test' }
  }

  async function get(id: string): Promise<Run> {
    const run = await storage.store.get(id)
    if (run === undefined) throw new Error(`no ${id}`)
    return run
  }

  return {
    ...storage,
    storage,
    runs,
    deps,
    world,
    asked,
    clock,
    get,
    at: (time: number) => {
      now = time
    },
    /** A backup of two hours ago. */
    backUp: (at = now - 2 * HOUR) => storage.backups.keep({ at, said: 'hub.dump' }),
    async plan(id: string, fields: Fields = {}) {
      const planned = { version: 'v1.4.0', commit: COMMIT, notes: '### Added\n\n- One\n- Two', ...fields }
      await runs.submit(id, {
        ...event('vigie'),
        type: 'complete',
        step: 'plan',
        outcome: 'planned',
        fields: planned,
      })
      return get(id)
    },
    async open(facts: Fields = {}) {
      const base = { environment: 'production', branch: 'main', ...facts }
      return runs.open(release, { ...event('yan'), facts: base, durations: DURATIONS })
    },
    rollBack: (facts: Fields = {}) =>
      runs.open(rollback, {
        ...event('yan'),
        facts: { environment: 'production', target: 'v1.2.0', ...facts },
        durations: DURATIONS,
      }),
    declare: (facts: Fields) =>
      runs.open(incident, { ...event('yan'), facts, durations: {}, step: 'triage' }),
    async note(id: string, note: string, fields: Fields = {}, by = 'vigie') {
      return runs.submit(id, { ...event(by), type: 'note', note, fields })
    },
    async decide(id: string, decision: string, fields: Fields = {}) {
      const { step } = await get(id)
      return runs.submit(id, { ...event('corentin'), type: 'decide', step, decision, fields })
    },
    async complete(id: string, outcome: string, fields: Fields = {}) {
      const { step } = await get(id)
      return runs.submit(id, { ...event('corentin'), type: 'complete', step, outcome, fields })
    },
  }
}

const DURATIONS = { gate: HOUR, watch: HOUR, silent: HOUR, undone: HOUR } as const
