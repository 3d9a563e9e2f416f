import { type Fields, VIGIE } from '../../../src/engine/run.ts'
import { release, withFourEyes } from '../../../src/playbooks/release.ts'
import { rollback } from '../../../src/playbooks/rollback.ts'
import type { Clock } from '../../../src/runs/ports.ts'
import { createReleaseDesk } from '../../../src/runs/release/desk.ts'
import type { Repository, Tag } from '../../../src/runs/release/ports.ts'
import type { ReleaseSettings } from '../../../src/runs/release/settings.ts'
import { createReleases } from '../../../src/runs/releases.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { RELEASES as DEFAULTS } from '../../fixtures/release-settings.ts'
import { SETTINGS } from '../../fixtures/settings.ts'
import { createTalk } from '../rig.ts'

export const RELEASES: ReleaseSettings = {
  ...DEFAULTS,
  flows: ['Login Docmost', 'Creation page + share link'],
  fourEyes: false,
}

export const away = () => new RemoteError('github', 'unreachable', { retry: true })

/** Tags and branches of a repository. `state` says how it answers: not at all, or with an error. */
export function createMemoryRepository(versions: readonly string[] = ['v1.3.0', 'v1.2.4', 'v1.2.3']) {
  const tags: Tag[] = versions.map((name, n) => ({ name, commit: `${n}abcdef0123` }))
  const branches = new Map([['main', tags[0]?.commit ?? 'none']])
  const state: { fault?: Error; silent?: true } = {}
  let asked = () => {}
  const firstAsked = new Promise<void>((settle) => {
    asked = settle
  })
  const made: string[] = []
  const answered = async <T>(value: T): Promise<T> => {
    asked()
    if (state.silent === true) return new Promise(() => {})
    if (state.fault !== undefined) throw state.fault
    return value
  }
  const port: Pick<Repository, 'tags' | 'head' | 'compare' | 'createBranch'> = {
    tags: () => answered(tags),
    head: (branch) => answered(branches.get(branch)),
    compare: (from, to) => {
      const same = tags.find(({ name }) => name === from)?.commit === branches.get(to)
      const commit = { sha: 'fff', message: 'fix: the editor', author: 'yan', at: 0 }
      return answered({
        status: same ? ('identical' as const) : ('ahead' as const),
        commits: same ? [] : [commit],
        files: [],
        url: 'https://github.test/compare',
      })
    },
    async createBranch(name, from) {
      made.push(`${name} from ${from}`)
      branches.set(name, await answered(tags.find((tag) => tag.name === from)?.commit ?? from))
    },
  }
  return { port, tags, branches, state, made, firstAsked }
}

/** A desk over that repository. */
export function deskOver(
  repository: ReturnType<typeof createMemoryRepository>,
  settings: ReleaseSettings = RELEASES,
) {
  return ({ runs, directory, clock }: Rig) => {
    const playbooks = { release, withFourEyes, rollback }
    const releases = createReleases({ runs, directory, settings, channel: 'ops', playbooks })
    return createReleaseDesk({ releases, repository: repository.port, settings, clock })
  }
}

type Rig = Pick<ReturnType<typeof createTalk>, 'runs' | 'directory'> & {
  readonly clock: Pick<Clock, 'after'>
}

/** What stood in the way nowhere. */
export const CLEAR: Fields = {
  'check.ci': 'ok - 12 checks are green',
  'check.freeze': 'ok - none',
  held: '',
  blocked: '',
  e2eMissing: '',
  backupMissing: '',
  frozen: '',
}

/** What people say of releases; Vigie's own part of them is told by the test. */
export function createReleaseTalk(
  more: {
    readonly settings?: Partial<ReleaseSettings>
    readonly tags?: readonly string[]
    readonly from?: number
  } = {},
) {
  const repository = createMemoryRepository(more.tags)
  const releases = { ...RELEASES, ...more.settings }
  const talk = createTalk({
    ...(more.from === undefined ? {} : { from: more.from }),
    releases: deskOver(repository, releases),
    context: { settings: { ...SETTINGS, releases } },
  })
  let told = 0

  /** Vigie ends the current step of the run. */
  async function ends(id: string, outcome: string, fields: Fields = {}) {
    const { step } = await talk.runOf(id)
    return tell(id, { type: 'complete', step, outcome, fields })
  }

  async function notes(id: string, note: string, fields: Fields = {}) {
    return tell(id, { type: 'note', note, fields })
  }

  type Telling =
    | { readonly type: 'complete'; readonly step: string; readonly outcome: string; readonly fields: Fields }
    | { readonly type: 'note'; readonly note: string; readonly fields: Fields }

  async function tell(id: string, event: Telling) {
    told += 1
    const about = { key: `vigie ${told}`, at: talk.clock.now(), by: { id: VIGIE, groups: [] }, door: VIGIE }
    const result = await talk.runs.submit(id, { ...about, ...event })
    if (!result.advanced) throw new Error(`${id}: ${result.reason}`)
  }

  const planned = (version: string, previous = 'v1.3.0') => ({
    version,
    previous,
    commit: 'abcdef0123',
    notesDigest: 'd1',
    committedAt: String(talk.clock.now()),
  })

  /** Begins a release of `version` and brings it to the gate of that name, or into its watch. */
  async function bring(
    to: 'staging' | 'tag' | 'approve' | 'deploy' | 'watch',
    version = 'v1.4.0',
    previous?: string,
  ) {
    const [open] = (await talk.say('yan', `/release ${version}`)).split(' ')
    const id = open ?? ''
    await ends(id, 'planned', planned(version, previous))
    await notes(id, 'examined', CLEAR)
    const decide = (decision: string, fields: Fields = {}) => decideAs('corentin', id, decision, fields)
    if (to === 'staging') return id
    await decide('ok', { flows: 'all' })
    if (to === 'tag') return id
    await decide('release')
    if (to === 'approve') return id
    await decide('approve')
    await ends(id, 'tagged')
    if (to === 'deploy') return id
    await ends(id, 'deployed')
    await ends(id, 'passed')
    return id
  }

  async function decideAs(who: 'corentin' | 'yan', id: string, decision: string, fields: Fields) {
    told += 1
    const { step } = await talk.runOf(id)
    const { person } = talk.speaker(who)
    const result = await talk.runs.submit(id, {
      type: 'decide',
      key: `decided ${told}`,
      at: talk.clock.now(),
      by: { id: person.id, groups: person.groups },
      door: 'slack',
      step,
      decision,
      fields,
    })
    if (!result.advanced) throw new Error(`${id}: ${result.reason}`)
  }

  /** A whole release, in production and announced. */
  async function released(version: string, previous: string) {
    const id = await bring('watch', version, previous)
    const { timers, step } = await talk.runOf(id)
    const timer = timers.find(({ rule }) => rule === 'watched')
    told += 1
    await talk.runs.submit(id, {
      type: 'due',
      key: `due ${told}`,
      at: talk.clock.now(),
      by: { id: VIGIE, groups: [] },
      door: VIGIE,
      timer: timer?.id ?? '',
      restart: false,
    })
    await decideAs('corentin', id, 'ok', {})
    await ends(id, 'announced', { releaseUrl: 'https://github.test/r' })
    if (step !== 'watch') throw new Error(`${id} is at ${step}`)
    return id
  }

  return { ...talk, repository, waiting: () => repository.firstAsked, ends, notes, bring, released, planned }
}
