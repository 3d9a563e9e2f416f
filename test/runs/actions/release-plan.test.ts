import { describe, expect, it } from 'vitest'
import type { Fields, Run } from '../../../src/engine/run.ts'
import { decided } from '../../../src/playbooks/release/decided.ts'
import { createReleasePlan } from '../../../src/runs/actions/release-plan.ts'
import type { Commit, Comparison, Tag } from '../../../src/runs/release/ports.ts'
import type { SurveyPort } from '../../../src/runs/release/survey.ts'
import { RELEASES } from '../../fixtures/release-settings.ts'
import { commitOf } from '../release/commits.ts'
import { effectOf, entryOf, releaseOf } from './release-run.ts'
import { away } from './rig.ts'

const HEAD = 'feed'.repeat(10)
const CHANGELOG =
  '# Log\n\n## [Unreleased]\n\n### Added\n\n- A **CSV** (#4)\n\n## [1.2.0] - 2026-01-02\n- b\n'

type World = {
  tags?: readonly Tag[]
  branches?: Readonly<Record<string, string>>
  /** What is in the branch since that tag. */
  since?: Readonly<Record<string, Partial<Comparison>>>
  commits?: readonly Commit[]
  changelog?: string
  /** Those that are over. */
  releases?: readonly Run[]
}

function repositoryOf(world: World): SurveyPort {
  return {
    tags: async () => world.tags ?? [{ name: 'v1.2.0', commit: '3f2a1c9dd' }],
    head: async (branch) => (world.branches ?? { main: HEAD })[branch],
    compare: async (from, to) => {
      const found = world.since?.[from]
      return found === undefined || to !== HEAD
        ? undefined
        : { status: 'ahead', commits: [], files: [], url: `https://git.test/${from}...${to}`, ...found }
    },
    commitsTo: async () => world.commits ?? [],
    textAt: async (path, ref) => (path === 'CHANGELOG.md' && ref === HEAD ? world.changelog : undefined),
    urlOf: (what) => `https://git.test/${'commit' in what ? what.commit : 'other'}`,
  }
}

const COMMITS = ['feat(export): a CSV', 'fix: b', 'docs: c'].map(commitOf)
const USUAL: World = { since: { 'v1.2.0': { commits: COMMITS } }, changelog: CHANGELOG }

const NONE = { list: async () => [] }

function planned(world: World, facts: Fields = {}) {
  const store = { list: async () => world.releases ?? [] }
  const plan = createReleasePlan({ repository: repositoryOf(world), settings: { releases: RELEASES }, store })
  return plan(releaseOf({ asked: '', branch: 'main', ...facts }), entryOf(), effectOf('release.plan'))
}

async function fieldsOf(world: World, facts: Fields = {}): Promise<Fields> {
  const result = await planned(world, facts)
  expect(result).toMatchObject({ step: 'plan', outcome: 'planned' })
  return result?.fields ?? {}
}

function refusal(because: string) {
  return { step: 'plan', outcome: 'refused', fields: { because } }
}

describe('the plan of a release', () => {
  it('holds everything that the playbook keeps of it', async () => {
    const fields = await fieldsOf(USUAL)
    expect(fields).toEqual({
      version: 'v1.3.0',
      previous: 'v1.2.0',
      stable: 'v1.2.0',
      commit: HEAD,
      compareUrl: `https://git.test/v1.2.0...${HEAD}`,
      implied: 'minor',
      impliedVersion: 'v1.3.0',
      impliedBecause: '1 feature: "a CSV" (c000001)',
      disagrees: '',
      changes: [
        'Features',
        '- export: a CSV (c000001, nadia)',
        'Fixes',
        '- b (c000002, nadia)',
        'Documentation',
        '- c (c000003, nadia)',
      ].join('\n'),
      commitCount: '3',
      authors: 'nadia',
      notes: '### Added\n\n- A **CSV** (#4)',
      notesDigest: '4594d07171491a85',
      headline: 'A CSV',
      committedAt: String(COMMITS[1]?.at),
    })
    const keeps = decided.flatMap((step) => ('outcomes' in step && step.id === 'plan' ? step.outcomes : []))
    expect(Object.keys(fields).sort()).toEqual(
      [...(keeps.find(({ id }) => id === 'planned')?.keeps ?? [])].sort(),
    )
  })

  it('goes back to what production ran: not to a version that was itself rolled back', async () => {
    const over = (version: string, previous: string, more: Fields = {}) =>
      releaseOf({ version, previous, tagged: true, ...more })
    const back = { rollback: 'RBK-1', outcome: 'rolled back' }
    const stable = async (...releases: readonly Run[]) => (await fieldsOf({ ...USUAL, releases }))['stable']
    expect(await stable(over('v1.2.0', 'v1.1.0'))).toBe('v1.2.0')
    expect(await stable(over('v1.2.0', 'v1.1.0', back))).toBe('v1.1.0')
    expect(await stable(over('v1.2.0', 'v1.1.0', back), over('v1.1.0', '1.0.4', back))).toBe('1.0.4')
    expect(await stable(over('v1.2.0', 'v1.1.0', { ...back, environment: 'demo' }))).toBe('v1.2.0')
    expect(await stable(over('v1.2.0', 'v1.1.0', { ...back, tagged: false }))).toBe('v1.2.0')
    expect(await stable(over('v1.2.0', 'v1.1.0', { ...back, stable: 'v1.0.9' }))).toBe('v1.0.9')
  })

  it('is v0.1.0 where nothing was released, of everything there is', async () => {
    const fields = await fieldsOf({ tags: [], commits: COMMITS.slice(0, 2) }, { asked: 'patch' })
    expect(fields).toMatchObject({
      version: 'v0.1.0',
      previous: '',
      disagrees: '',
      compareUrl: `https://git.test/${HEAD}`,
      commitCount: '2',
      committedAt: String(((COMMITS[0]?.at ?? 0) + (COMMITS[1]?.at ?? 0)) / 2),
    })
  })

  it('goes on without a CHANGELOG or with nothing in it: the prerequisites hold it', async () => {
    for (const changelog of ['', '## [Unreleased]\n', '## [Unreleased]\n- a\n## [Unreleased]\n- b\n']) {
      const fields = await fieldsOf({ ...USUAL, changelog })
      expect(fields).toMatchObject({ notes: '', headline: 'a CSV; b; c' })
    }
    const { changelog: _none, ...without } = USUAL
    expect(await fieldsOf(without)).toMatchObject({ notes: '' })
  })

  it('takes the section that somebody wrote under the version by hand', async () => {
    const changelog = '## [Unreleased]\n\n## [1.3.0] - 2026-11-24\n- By hand\n'
    expect((await fieldsOf({ ...USUAL, changelog }))['notes']).toBe('- By hand')
  })

  it('cuts long notes and says so, and knows the whole by its digest', async () => {
    const long = (last: string) =>
      `## [Unreleased]\n\n${Array.from({ length: 200 }, (_, n) => `- Point number ${n} of many\n`).join('')}${last}\n`
    const one = await fieldsOf({ ...USUAL, changelog: long('- x') })
    const other = await fieldsOf({ ...USUAL, changelog: long('- y') })
    expect(String(one['notes']).length).toBeLessThan(4_100)
    expect(one['notes']).toMatch(/many\n\(cut here: \d+ more characters in the CHANGELOG\)$/)
    expect(one['notes']).toBe(other['notes'])
    expect(one['notesDigest']).not.toBe(other['notesDigest'])
  })
})

describe('the version', () => {
  it.each([
    ['', 'v1.3.0', ''],
    ['minor', 'v1.3.0', ''],
    ['1.3.0', 'v1.3.0', ''],
    ['patch', 'v1.2.1', 'yes'],
    ['major', 'v2.0.0', 'yes'],
    ['v1.4.0', 'v1.4.0', 'yes'],
  ])('asked as "%s" is %s', async (asked, version, disagrees) => {
    expect(await fieldsOf(USUAL, { asked })).toMatchObject({ version, disagrees, impliedVersion: 'v1.3.0' })
  })

  it('is the implied one when somebody took it', async () => {
    const facts = { asked: 'v1.4.0', takeImplied: true, impliedVersion: 'v1.2.1' }
    expect(await fieldsOf(USUAL, facts)).toMatchObject({ version: 'v1.3.0', disagrees: '' })
  })

  it('stays the asked one when somebody kept it, until the commits imply another than then', async () => {
    const kept = { asked: 'patch', keepAsked: true }
    expect(await fieldsOf(USUAL, { ...kept, impliedVersion: 'v1.3.0' })).toMatchObject({
      version: 'v1.2.1',
      disagrees: '',
    })
    expect(await fieldsOf(USUAL, { ...kept, impliedVersion: 'v1.2.1' })).toMatchObject({
      version: 'v1.2.1',
      disagrees: 'yes',
    })
  })
})

describe('a release is refused', () => {
  it.each([
    ['v1.2.0', 'v1.2.0 exists already (commit 3f2a1c9)'],
    ['v1.1.9', 'v1.1.9 is lower than v1.2.0, the last release'],
    ['next', '"next" is no version: write minor, patch, major or three numbers, v1.4.0'],
  ])('when it is asked as %s', async (asked, because) => {
    expect(await planned(USUAL, { asked })).toEqual(refusal(because))
  })

  it('when there is no such branch, or nothing in it', async () => {
    expect(await planned(USUAL, { branch: 'nope' })).toEqual(refusal('there is no branch "nope"'))
    expect(await planned({ tags: [] })).toEqual(refusal('"main" has no commit'))
  })

  it.each(['identical', 'behind'] as const)('when the branch is %s', async (status) => {
    expect(await planned({ since: { 'v1.2.0': { status } } })).toEqual(
      refusal('nothing came to "main" since v1.2.0'),
    )
  })

  it('when the branch does not hold the last release', async () => {
    expect(await planned({ since: { 'v1.2.0': { status: 'diverged', commits: COMMITS } } })).toEqual(
      refusal(
        '"main" doesn\'t hold v1.2.0 (commit 3f2a1c9): merge that tag into it first, or what it brought would be lost',
      ),
    )
  })

  it('when its tag was deleted in between', async () => {
    expect(await planned({ since: {} })).toEqual(refusal('v1.2.0 or the newest commit of "main" is gone'))
  })
})

describe('a hotfix', () => {
  const tags = [
    { name: 'v1.3.0', commit: 'b' },
    { name: '1.2.3', commit: 'a' },
    { name: 'v1.2.0', commit: 'c' },
  ]
  const fix = { commits: [commitOf('fix: x', 0)] }
  const world: World = {
    tags,
    branches: { 'hotfix/login': HEAD },
    since: { 'v1.3.0': { ...fix, status: 'diverged' }, '1.2.3': fix, 'v1.2.0': fix },
  }
  const facts = { branch: 'hotfix/login', hotfix: true }

  it('is a patch of the stable tag at which its branch began', async () => {
    expect(await fieldsOf(world, facts)).toMatchObject({
      version: 'v1.2.4',
      previous: '1.2.3',
      disagrees: '',
    })
  })

  it('asks when its commits imply more than a patch', async () => {
    const feature = { commits: [commitOf('feat: x', 0)] }
    const more = { ...world, since: { ...world.since, '1.2.3': feature } }
    expect(await fieldsOf(more, facts)).toMatchObject({
      version: 'v1.2.4',
      impliedVersion: 'v1.3.0',
      disagrees: 'yes',
    })
    expect(await planned(more, { ...facts, takeImplied: true })).toEqual(
      refusal('v1.3.0 exists already (commit b)'),
    )
  })

  it('is refused when that patch was released, or the branch began at no release', async () => {
    const taken = { ...world, tags: [...tags, { name: 'v1.2.4', commit: 'd' }] }
    expect(await planned(taken, facts)).toEqual(refusal('v1.2.4 exists already (commit d)'))
    expect(await planned({ ...world, since: {} }, facts)).toEqual(
      refusal('"hotfix/login" did not begin at a stable tag'),
    )
  })
})

describe('what is switched off or away', () => {
  it('is said', async () => {
    const settings = { releases: RELEASES }
    const run = releaseOf({ asked: '', branch: 'main' })
    const say = (plan: ReturnType<typeof createReleasePlan>) => plan(run, entryOf(), effectOf('release.plan'))
    expect(await say(createReleasePlan({ repository: undefined, settings, store: NONE }))).toMatchObject({
      note: 'failed',
      fields: { what: 'release.plan', because: 'GitHub is off (no GITHUB_TOKEN): release by hand' },
    })
    expect(
      await say(createReleasePlan({ repository: repositoryOf({}), settings: {}, store: NONE })),
    ).toMatchObject({
      note: 'failed',
      fields: { because: 'releases are off (no releases in vigie.yaml, or no GITHUB_TOKEN)' },
    })
  })

  it('is tried again by whoever asked', async () => {
    const gone = away()
    const repository: SurveyPort = {
      ...repositoryOf(USUAL),
      head: async () => {
        throw gone
      },
    }
    const plan = createReleasePlan({ repository, settings: { releases: RELEASES }, store: NONE })
    await expect(
      plan(releaseOf({ asked: '', branch: 'main' }), entryOf(), effectOf('release.plan')),
    ).rejects.toBe(gone)
  })
})
