import { createMemoryStorage } from '../../../src/adapters/memory/storage.ts'
import type { Fields } from '../../../src/engine/run.ts'
import { release, withFourEyes } from '../../../src/playbooks/release.ts'
import { rollback } from '../../../src/playbooks/rollback.ts'
import { act, eventOf } from '../../../src/runs/act.ts'
import { createReleaseDeploy, createRollbackDeploy } from '../../../src/runs/actions/release-deploy.ts'
import { createReleasePublish } from '../../../src/runs/actions/release-publish.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import { type Job, Postponed } from '../../../src/runs/ports.ts'
import { createAttendance } from '../../../src/runs/release/attend.ts'
import { createLookDeploy } from '../../../src/runs/release/look-deploy.ts'
import { createLookMerge } from '../../../src/runs/release/look-merge.ts'
import type { ReleaseSettings } from '../../../src/runs/release/settings.ts'
import { createReleases } from '../../../src/runs/releases.ts'
import { createRuns } from '../../../src/runs/submit.ts'
import { RELEASES } from '../../fixtures/release-settings.ts'
import { SETTINGS } from '../../fixtures/settings.ts'
import { advanced, chosen, storedRun } from '../stored.ts'
import { Crash, createScript, type Script } from './script.ts'
import { createSmallPipeline } from './small-pipeline.ts'
import { CHANGELOG, createSmallRepository } from './small-repository.ts'

const MINUTE = 60_000
/** 24 November 2026, 14:02 in Paris. */
export const STARTED = Date.UTC(2026, 10, 24, 13, 2)
export const VERSION = 'v1.4.0'

const directory = createDirectory([
  { id: 'corentin', name: 'Corentin', groups: ['owners', 'responders'] },
  { id: 'yan', name: 'Yan', groups: ['owners', 'responders'] },
])

export type RigOptions = {
  readonly releases?: Partial<ReleaseSettings>
  readonly script?: Script
  readonly off?: boolean
}

/** A release between its approval and its deployment, with the real engine, on a repository and a CI in memory. */
export function createRig({ releases = {}, script = createScript(), off = false }: RigOptions = {}) {
  let now = STARTED
  let keys = 0
  const clock = { now: () => now, after: () => () => {} }
  const storage = createMemoryStorage(clock)
  const stored: Job[] = []
  const runs = createRuns({ ...storage, surfaces: [], stored: (jobs) => void stored.push(...jobs) })
  const repository = createSmallRepository()
  const stable = repository.push('feat: what is in production', { [CHANGELOG]: '## [Unreleased]\n' })
  repository.tagByHand('v1.3.2', stable)
  const approved = repository.push('feat: share links', { [CHANGELOG]: '## [Unreleased]\n- Share links\n' })
  const commitOf = (ref: string) => repository.tags.find(({ name }) => name === ref)?.commit
  const pipeline = createSmallPipeline(commitOf, STARTED)
  const settings = { ...SETTINGS, releases: { ...RELEASES, ...releases } }
  const checks: { held: string | undefined } = { held: undefined }
  const warnings: string[] = []
  const ports = {
    repository: off ? undefined : script.wrap(repository.port),
    pipeline: off ? undefined : script.wrap(pipeline.port),
  }

  /** Everything that a process knows by itself is new with it. */
  function start() {
    const deps = {
      ...ports,
      settings,
      directory,
      clock,
      deliveries: script.wrap(storage.deliveries),
      repositoryUrl: 'https://github.test/acadenice/formation-hub',
      examineNow: async () => ({ held: checks.held }),
    }
    const mortal = script.wrap({ submit: runs.submit })
    const look = createLookDeploy(deps)
    return {
      acts: {
        store: storage.store,
        runs: mortal,
        clock,
        actions: {
          'release.publish': createReleasePublish(deps),
          'release.deploy': createReleaseDeploy(deps),
          'rollback.deploy': createRollbackDeploy(deps),
        },
      },
      attendance: createAttendance({
        store: storage.store,
        runs: mortal,
        looks: { 'release.merge': createLookMerge(deps), 'release.deploy': look, 'rollback.deploy': look },
        clock,
        log: { warn: (_data, message) => void warnings.push(message) },
      }),
    }
  }
  let process = start()

  const get = (id = 'REL-1') => storedRun(storage.store, id)

  function base(by: string, fields: Fields) {
    keys += 1
    const person = { id: by, groups: directory.byId(by)?.groups ?? [] }
    return { key: `key ${keys}`, at: now, by: person, door: 'test', fields }
  }

  async function decide(step: string, decision: string, by = 'corentin', fields: Fields = {}) {
    await advanced(runs.submit('REL-1', { ...base(by, fields), type: 'decide', step, decision }))
  }

  const choose = (id: string, choice: string, by = 'corentin') =>
    chosen({ ...storage, runs }, id, choice, base(by, {}))

  async function vigie(result: Parameters<typeof eventOf>[0], id = 'REL-1') {
    keys += 1
    await advanced(runs.submit(id, eventOf(result, `key ${keys}`, now)))
  }

  function jobOf(action: string, n = -1) {
    const jobs = stored.filter((job) => job.kind === 'act').filter(({ effect }) => effect.action === action)
    const job = jobs.at(n)
    if (job === undefined) throw new Error(`nobody asked for ${action}`)
    return job
  }

  /** Whatever dies is started again, and whatever is put off comes when it is due. */
  async function alive(work: () => Promise<void>): Promise<void> {
    for (let life = 0; life < 100; life += 1) {
      try {
        return await work()
      } catch (error) {
        if (error instanceof Crash) process = start()
        else if (error instanceof Postponed) now += error.ms
        else throw error
      }
    }
    throw new Error('it comes to no end')
  }

  /** From the plan to the approval, as people and Vigie say it. */
  async function approve(commit = repository.state.head, version = VERSION) {
    const planned = {
      version,
      previous: 'v1.3.2',
      commit,
      notesDigest: `of ${commit}`,
      headline: 'share links',
    }
    await vigie({ step: 'plan', outcome: 'planned', fields: planned })
    await vigie({ note: 'examined', fields: { held: '', blocked: '' } })
    await decide('staging', 'ok')
    await decide('tag', 'release')
    now += MINUTE
    await decide('approve', 'approve', 'yan')
  }

  const openings = createReleases({
    runs,
    directory,
    settings: settings.releases,
    channel: 'releases',
    playbooks: { release, withFourEyes, rollback },
  })

  return {
    repository,
    pipeline,
    storage,
    checks,
    warnings,
    stable,
    approved,
    settings,
    get,
    decide,
    choose,
    vigie,
    approve,
    open: async () => {
      const { fields: _none, ...opening } = base('corentin', {})
      await openings.open({ ...opening, asked: '' })
      return approve()
    },
    rollBack: async (version = VERSION) => {
      const { fields: _none, ...opening } = base('corentin', {})
      const asked = { scenario: 'healthcheck', reason: 'it is down', version, target: 'v1.3.2' } as const
      return (await openings.rollBack({ ...opening, ...asked })).id
    },
    pass: (ms: number) => {
      now += ms
    },
    /** Performs the job that asked for this last, or the n-th one, once. */
    act: (action: string, n?: number) => act(process.acts, jobOf(action, n)),
    /** The same to its end, however often the process dies. */
    perform: (action: string, n?: number) => alive(() => act(process.acts, jobOf(action, n))),
    attend: () => alive(() => process.attendance.attend()),
    restart: () => {
      process = start()
    },
    last: async (id?: string) => (await get(id)).history.at(-1),
  }
}

export type Rig = ReturnType<typeof createRig>
