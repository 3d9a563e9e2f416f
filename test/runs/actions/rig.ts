import { createMemoryStorage } from '../../../src/adapters/memory/storage.ts'
import type { Playbook } from '../../../src/engine/playbook.ts'
import type { Entry, Fields } from '../../../src/engine/run.ts'
import { everyHourWorks } from '../../../src/engine/span.ts'
import { actionItem } from '../../../src/playbooks/action-item.ts'
import { incident } from '../../../src/playbooks/incident.ts'
import { type Actions, act } from '../../../src/runs/act.ts'
import { type ActionsDeps, createActions } from '../../../src/runs/actions/index.ts'
import type { GitHub, NewIssue, Proposal, RecentChange, Ticket } from '../../../src/runs/github.ts'
import type { HealthChecks } from '../../../src/runs/health.ts'
import { createIncidents, type IncidentOpening } from '../../../src/runs/incidents.ts'
import type { Mail, Mailer } from '../../../src/runs/mail.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import type { Job } from '../../../src/runs/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import type { Settings } from '../../../src/runs/settings.ts'
import { createRuns } from '../../../src/runs/submit.ts'
import { advanced, chosen, storedRun } from '../stored.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** 23 November 2026, 14:32 in Paris. */
export const STARTED = Date.UTC(2026, 10, 23, 13, 32)

export const everyone = createDirectory([
  { id: 'corentin', name: 'Corentin', groups: ['responders'], github: 'coco', email: 'corentin@example.org' },
  { id: 'yan', name: 'Yan', groups: ['responders'], github: 'yan-gh', email: 'yan@example.org' },
  { id: 'nadia', name: 'Nadia', groups: ['responders'], email: 'nadia@example.org' },
  { id: 'ludo', name: 'Ludo', groups: ['direction'] },
])

const severity = { acknowledgeWithin: 15 * MINUTE, remindEvery: 30 * MINUTE }

export const SETTINGS: Settings = {
  service: 'formation-hub',
  timeZone: 'Europe/Paris',
  channels: { ops: {}, sandbox: {} },
  severities: {
    sev1: { ...severity, callBackupAfter: 5 * MINUTE, callOwnersAfter: 10 * MINUTE },
    sev2: { ...severity, acknowledgeWithin: { working: 4 * HOUR }, callBackupAfter: { working: 2 * HOUR } },
    sev3: { ...severity, acknowledgeWithin: { working: 24 * HOUR } },
  },
  nobodyLeadsAfter: 10 * MINUTE,
  issues: {},
  alerts: { groupWithin: HOUR, declare: [] },
  healthChecks: { every: MINUTE, failures: 2, checks: [{ name: 'docmost' }] },
  runbooks: [],
  postMortems: { dueWithin: 7 * DAY, remindEvery: 2 * DAY, folder: 'docs/post-mortems' },
  patterns: { count: 3, within: 30 * DAY },
  timeline: { reaction: 'pushpin' },
}

export const away = () => new RemoteError('github', 'unreachable', { retry: true })

/** Keeps issues, comments and files in memory; `fault` is thrown instead of an answer while it stands. */
export function createMemoryGitHub() {
  const issues: (NewIssue & Ticket)[] = []
  const comments: { number: number; key: string; body: string }[] = []
  const files = new Map<string, string>()
  const proposals: Proposal[] = []
  const closed = new Map<number, string>()
  const merged = new Map<number, string>()
  const state: { fault?: Error | undefined; changes: RecentChange[]; asked: string[] } = {
    changes: [],
    asked: [],
  }
  const answer = (what: string) => {
    state.asked.push(what)
    if (state.fault !== undefined) throw state.fault
  }
  const port: GitHub = {
    async openIssue(issue) {
      answer('openIssue')
      const known = issues.find((one) => one.key === issue.key)
      if (known !== undefined) return known
      const number = issues.length + 12
      const opened = { ...issue, number, url: `https://github.test/issues/${number}` }
      issues.push(opened)
      return opened
    },
    async issue(number) {
      answer(`issue ${number}`)
      const by = closed.get(number)
      return by === undefined ? { state: 'open' } : { state: 'closed', by }
    },
    async comment(number, { key, body }) {
      answer('comment')
      if (!comments.some((one) => one.key === key)) comments.push({ number, key, body })
    },
    /** Nothing is merged here: the default branch has none of the proposed files. */
    async readFile(path, branch) {
      answer('readFile')
      return proposals.some((one) => one.branch === branch) ? files.get(path) : undefined
    },
    async proposeFile(proposal) {
      answer('proposeFile')
      if (files.get(proposal.path) !== proposal.text) proposals.push(proposal)
      files.set(proposal.path, proposal.text)
      return { number: 40, url: 'https://github.test/pull/40' }
    },
    async pull(number) {
      answer(`pull ${number}`)
      const by = merged.get(number)
      return by === undefined ? { state: 'open' } : { state: 'merged', by }
    },
    async recentChanges(since) {
      answer('recentChanges')
      return state.changes.filter((change) => change.at > since)
    },
  }
  return { port, issues, comments, files, proposals, closed, merged, state }
}

/** Keeps what was sent; `faults` by address are thrown instead. */
export function createMemoryMailer() {
  const sent: Mail[] = []
  const faults = new Map<string, RemoteError>()
  const port: Mailer = {
    async send(mail) {
      const fault = faults.get(mail.to.address)
      if (fault !== undefined) throw fault
      sent.push(mail)
    },
  }
  return { port, sent, faults, to: () => sent.map((mail) => mail.to.name).sort() }
}

const checks: HealthChecks = {
  names: ['docmost', 'baserow'],
  run: async () => [
    { name: 'docmost', ok: true, ms: 45.4, said: '200' },
    { name: 'baserow', ok: false, ms: 30, said: '503, expected 200' },
  ],
}

/** The real engine over a store in memory, with small systems around it. Time stands still until `at` moves it. */
/** When every run of the rig begins: part of the keys that other systems get. */
const BEGAN = STARTED.toString(36)

export function createRig(change: Partial<ActionsDeps> = {}) {
  let now = STARTED
  let keys = 0
  const clock = { now: () => now, after: () => () => {} }
  const storage = createMemoryStorage(clock)
  const stored: Job[] = []
  const runs = createRuns({ ...storage, surfaces: ['slack'], stored: (jobs) => void stored.push(...jobs) })
  const incidents = createIncidents({
    runs,
    playbook: incident,
    settings: SETTINGS,
    runbookFor: () => undefined,
  })
  const github = createMemoryGitHub()
  const mailer = createMemoryMailer()
  const actions: Actions = createActions({
    ...storage,
    runs,
    incidents,
    clock,
    settings: SETTINGS,
    directory: everyone,
    roster: { onCallAt: () => ({ primary: 'corentin', backup: 'yan' }) },
    surfaces: ['slack'],
    inspectRelease: undefined,
    repository: undefined,
    pipeline: undefined,
    smoke: undefined,
    releases: undefined,
    repositoryUrl: '',
    examineNow: async () => ({ held: undefined }),
    dueAfter: everyHourWorks,
    github: github.port,
    mailer: mailer.port,
    checks,
    document: {
      path: (run) => `docs/post-mortems/${run.id}.md`,
      write: (_run, items) => ({ text: JSON.stringify(items), digests: { '#': 'abc' }, kept: [] }),
    },
    actionItem,
    ...change,
  })
  const deps = { store: storage.store, runs, clock, actions }

  const get = (id: string) => storedRun(storage.store, id)

  function personOf(id: string) {
    return { id, groups: everyone.byId(id)?.groups ?? [] }
  }

  function base(by: string, fields: Fields) {
    keys += 1
    return { key: `key ${keys}`, at: now, by: personOf(by), door: 'test', fields }
  }

  function jobsOf(action: string) {
    return stored.filter((job) => job.kind === 'act').filter((job) => job.effect.action === action)
  }

  function jobOf(action: string, n = -1) {
    const job = jobsOf(action).at(n)
    if (job === undefined) throw new Error(`nobody asked for ${action}`)
    return job
  }

  return {
    actions,
    storage,
    stored,
    runs,
    clock,
    github,
    mailer,
    get,
    jobsOf,
    /** The key of the first effect of this kind, of a run that began at once. */
    keyOf: (action: string) => `${jobsOf(action)[0]?.effect.id}.${BEGAN}`,
    at: (minutes: number) => {
      now = STARTED + minutes * MINUTE
    },
    declare: (opening: Partial<IncidentOpening> = {}) => {
      const { by, ...rest } = base('nadia', {})
      return incidents.open({
        ...rest,
        by,
        severity: 'sev1',
        ...opening,
        facts: { title: 'Docmost is down', ...opening.facts },
      })
    },
    open: (playbook: Playbook, facts: Fields, parent: string) => {
      const { fields: _none, ...rest } = base('nadia', {})
      return runs.open(playbook, { ...rest, facts, durations: { due: HOUR, chase: DAY }, parent })
    },
    choose: (id: string, choice: string, fields: Fields = {}, by = 'corentin') =>
      chosen({ ...storage, runs }, id, choice, base(by, fields)),
    say: (id: string, note: string, fields: Fields = {}, by = 'corentin') =>
      advanced(runs.submit(id, { ...base(by, fields), type: 'note', note })),
    /** Performs the job that asked for this last, or the n-th one, as the queue would. */
    perform: (action: string, n?: number) => act(deps, jobOf(action, n)),
    /** Calls the action as a process does that dies before it reports. */
    crash: async (action: string) => {
      const { effect } = jobOf(action)
      const run = await get(effect.run)
      const entry = run.history[effect.entry]
      if (entry === undefined) throw new Error('no entry')
      await actions[action]?.(run, entry, effect)
    },
    /** What Vigie reported about this run, oldest first. */
    reports: async (id: string): Promise<readonly Pick<Entry, 'what' | 'fields'>[]> =>
      (await get(id)).history
        .filter((entry) => entry.kind === 'noted' && entry.by === 'vigie')
        .map(({ what, fields }) => ({ what, fields })),
  }
}

export type Rig = ReturnType<typeof createRig>
