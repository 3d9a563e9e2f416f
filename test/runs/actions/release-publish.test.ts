import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Postponed } from '../../../src/runs/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { createRig, type Rig, type RigOptions, VERSION } from '../release/publication-rig.ts'
import { createScript, type Twist } from '../release/script.ts'
import { CHANGELOG } from '../release/small-repository.ts'

const MESSAGE = `docs(changelog): release ${VERSION}`
/** A commit of somebody's, as a move is described. */
const LATE = /^- a late one \([0-9a-f]{7}, yan\)$/
const RELEASED = '## [Unreleased]\n\n## [v1.4.0] - 2026-11-24\n- Share links\n'

const ofVersion = ({ repository }: Rig) => repository.tags.filter(({ name }) => name === VERSION)

/** An open release whose publication is to be carried out. */
async function approved(options: RigOptions = {}, prepare: (rig: Rig) => void = () => {}) {
  const rig = createRig(options)
  prepare(rig)
  await rig.open()
  return rig
}

describe('what was approved', () => {
  it('is published as one commit upon it, and an annotated tag on that', async () => {
    const rig = await approved()
    await rig.perform('release.publish')
    const { head } = rig.repository.state
    expect(rig.repository.messages().slice(-2)).toEqual(['feat: share links', MESSAGE])
    expect(rig.repository.textAt('main')).toBe(RELEASED)
    expect(ofVersion(rig)).toEqual([
      {
        key: `REL-1.v1.4.0.${rig.approved}.${(await rig.get()).openedAt.toString(36)}`,
        name: VERSION,
        commit: head,
        message: 'Release v1.4.0 - share links',
        at: (await rig.get()).history.find(({ what }) => what === 'approve')?.at,
      },
    ])
    expect(await rig.last()).toMatchObject({
      what: 'tagged',
      fields: { releaseCommit: head, tagUrl: 'https://github.test/tag/v1.4.0' },
    })
    expect((await rig.get()).step).toBe('deploy')
  })

  it('is dated by the day of the approval in the zone of the team, however late it is carried out', async () => {
    const rig = createRig()
    // 23:40 in Paris.
    rig.pass((9 * 60 + 38) * 60_000)
    await rig.open()
    rig.pass(12 * 3_600_000)
    await rig.perform('release.publish')
    expect(rig.repository.textAt('main')).toContain('[v1.4.0] - 2026-11-24')
  })

  it('that has the section already is tagged itself', async () => {
    const rig = await approved({}, ({ repository }) =>
      repository.push('docs: by hand', { [CHANGELOG]: RELEASED }),
    )
    await rig.perform('release.publish')
    expect(rig.repository.messages().at(-1)).toBe('docs: by hand')
    expect(ofVersion(rig)).toMatchObject([{ commit: rig.repository.state.head }])
  })

  it('is proposed where the configuration says so, and tagged when that is merged', async () => {
    const rig = await approved({ releases: { changelog: { path: CHANGELOG, by: 'pull-request' } } })
    await rig.perform('release.publish')
    expect(rig.repository.pulls).toMatchObject([
      {
        branch: 'main',
        from: `changelog/v1.4.0-${rig.approved.slice(0, 7)}`,
        parent: rig.approved,
        text: RELEASED,
      },
    ])
    expect(await rig.last()).toMatchObject({
      what: 'proposed',
      fields: { pull: '1', pullUrl: 'https://github.test/pull/1' },
    })
    expect(ofVersion(rig)).toEqual([])
    rig.repository.merge()
    await rig.attend()
    await rig.perform('release.publish')
    expect(ofVersion(rig)).toMatchObject([{ commit: rig.repository.state.head }])
  })

  it('is proposed where the branch takes no commits', async () => {
    const rig = await approved({}, ({ repository }) => {
      repository.state.barred = true
    })
    await rig.perform('release.publish')
    expect((await rig.get()).step).toBe('merge')
    expect(rig.repository.pulls).toHaveLength(1)
  })
})

describe('what is not what was approved', () => {
  it('moved: nothing is written, and the run is planned anew with what came', async () => {
    const rig = await approved()
    rig.repository.push('fix: a late one', { 'a.ts': '1' })
    await rig.perform('release.publish')
    expect(rig.repository.messages().at(-1)).toBe('fix: a late one')
    expect(ofVersion(rig)).toEqual([])
    expect(await rig.last()).toMatchObject({
      what: 'moved',
      fields: {
        came: expect.stringMatching(LATE),
        moveUrl: expect.stringContaining('https://github.test/compare/'),
      },
    })
    expect((await rig.get()).step).toBe('plan')
  })

  it.each([
    ['was pushed by force', (rig: Rig) => rig.repository.forcePush(rig.stable)],
    ['is gone', (rig: Rig) => rig.repository.forcePush('')],
    [
      'has a changelog of somebody else',
      (rig: Rig) => {
        rig.repository.push(MESSAGE, { [CHANGELOG]: 'another text' })
      },
    ],
    [
      'has our changelog and more in one commit',
      (rig: Rig) => {
        rig.repository.push(MESSAGE, { [CHANGELOG]: RELEASED, 'a.ts': '1' })
      },
    ],
  ])('moved: the branch %s', async (_what, happen) => {
    const rig = await approved()
    happen(rig)
    await rig.perform('release.publish')
    expect((await rig.last())?.what).toBe('moved')
    expect(ofVersion(rig)).toEqual([])
  })

  it('moved between the look and the commit: the compare-and-set finds it', async () => {
    const calls = ['textAt', 'head', 'tags', 'commitFile'].length
    const late: Twist = () => rig.repository.push('fix: a late one', { 'a.ts': '1' })
    const rig = createRig({ script: createScript(new Map([[calls, late]])) })
    await rig.open()
    await rig.perform('release.publish')
    expect(await rig.last()).toMatchObject({ what: 'moved', fields: { came: expect.stringMatching(LATE) } })
    expect(rig.repository.messages()).not.toContain(MESSAGE)
  })

  it('moved: something came with the merge of the CHANGELOG', async () => {
    const rig = await approved({ releases: { changelog: { path: CHANGELOG, by: 'pull-request' } } })
    await rig.perform('release.publish')
    rig.repository.push('fix: a late one', { 'a.ts': '1' })
    rig.repository.merge()
    await rig.attend()
    await rig.perform('release.publish')
    expect(String((await rig.last())?.fields['came']).split('\n')).toEqual([
      expect.stringMatching(LATE),
      expect.stringMatching(/^- changelog: release v1\.4\.0 \(#1\) \([0-9a-f]{7}, yan\)$/),
      'the pull request of the CHANGELOG of v1.4.0 stays: close it unless it is merged',
    ])
    expect(ofVersion(rig)).toEqual([])
  })

  it('is not published when the facts are others than those that were approved', async () => {
    const rig = await approved()
    const run = await rig.get()
    await rig.storage.store.save(
      {
        run: { ...run, version: run.version + 1, facts: { ...run.facts, version: 'v2.0.0' } },
        jobs: [],
        audit: { at: 0, by: 'test', door: 'test', did: 'forge', result: 'done' },
      },
      run.version,
    )
    await rig.perform('release.publish')
    expect(await rig.last()).toMatchObject({
      what: 'moved',
      fields: { came: 'another release was approved: version v1.4.0, now v2.0.0' },
    })
    expect(rig.repository.tags).toHaveLength(1)
  })

  it('is approved again after it moved, and published then', async () => {
    const rig = await approved()
    rig.repository.push('fix: a late one', { 'a.ts': '1' })
    await rig.perform('release.publish')
    await rig.approve()
    await rig.perform('release.publish')
    expect(rig.repository.messages().slice(-2)).toEqual(['fix: a late one', MESSAGE])
    expect(ofVersion(rig)).toMatchObject([{ commit: rig.repository.state.head }])
  })
})

describe('what stands in its way', () => {
  it('holds it at the last moment, before anything is written', async () => {
    const rig = await approved()
    rig.checks.held = 'SEV1 INC-3 is open'
    await rig.perform('release.publish')
    expect(await rig.last()).toMatchObject({ what: 'held', fields: { heldBy: 'SEV1 INC-3 is open' } })
    expect((await rig.get()).step).toBe('prerequisites')
    expect(rig.repository.messages().at(-1)).toBe('feat: share links')
  })

  it.each([
    ['before, on another commit', (rig: Rig) => rig.stable],
    ['before, on the approved one', (rig: Rig) => rig.approved],
  ])('a tag that was pushed by hand %s: nothing is written', async (_where, commitOf) => {
    const rig = await approved()
    rig.repository.tagByHand(VERSION, commitOf(rig))
    await rig.perform('release.publish')
    const because = `v1.4.0 was pushed by hand to ${commitOf(rig).slice(0, 7)}`
    expect(await rig.last()).toMatchObject({ what: 'taken', fields: { because } })
    expect((await rig.get()).facts['outcome']).toBe('refused')
    expect(rig.repository.messages().at(-1)).toBe('feat: share links')
  })

  it('a tag that was pushed by hand in between: it says that the changelog commit stays', async () => {
    const calls = ['textAt', 'head', 'tags', 'commitFile', 'createTag'].length
    const rig: Rig = createRig({
      script: createScript(new Map([[calls, () => rig.repository.tagByHand(VERSION, rig.stable)]])),
    })
    await rig.open()
    await rig.perform('release.publish')
    const [hand, ours] = [rig.stable.slice(0, 7), rig.repository.state.head.slice(0, 7)]
    expect((await rig.last())?.fields['because']).toBe(
      `v1.4.0 was pushed by hand to ${hand}; the changelog commit ${ours} stays on main: revert it, or let the next release bring it`,
    )
    expect((await rig.get()).facts['leftover']).toBe(ours)
    expect(ofVersion(rig)).toMatchObject([{ commit: rig.stable }])
  })

  it('a CHANGELOG without anything to release', async () => {
    const rig = await approved({}, ({ repository }) =>
      repository.push('docs: empty', { [CHANGELOG]: '## [Unreleased]\n' }),
    )
    await rig.perform('release.publish')
    expect(await rig.last()).toMatchObject({
      what: 'failed',
      fields: {
        because:
          'CHANGELOG.md has nothing under Unreleased: mend it on main and try again, the release is then planned anew',
      },
    })
    rig.repository.push('docs: what users get', { [CHANGELOG]: '## [Unreleased]\n- a\n' })
    await rig.choose('REL-1', 'retry')
    await rig.perform('release.publish')
    expect(await rig.last()).toMatchObject({
      what: 'moved',
      fields: { came: expect.stringContaining('- what users get (') },
    })
  })

  it('GitHub that is off, or releases', async () => {
    const rig = await approved({ off: true })
    await rig.perform('release.publish')
    expect((await rig.last())?.fields['because']).toBe(
      'GitHub is off (no GITHUB_TOKEN): write the CHANGELOG and the tag by hand',
    )
  })
})

/** One call that throws, once. */
function throwing(call: number, error: Error) {
  return createScript(
    new Map([
      [
        call,
        () => {
          throw error
        },
      ],
    ]),
  )
}

describe('an attempt that failed', () => {
  const refused = new RemoteError('github', 'refused', { retry: false })

  it('is told, and its job does nothing when it comes again: an owner may have aborted', async () => {
    const rig = await approved({ script: throwing(4, refused) })
    await rig.perform('release.publish')
    expect((await rig.last())?.what).toBe('failed')
    await rig.perform('release.publish')
    await rig.choose('REL-1', 'abort')
    await rig.perform('release.publish')
    expect(rig.repository.messages().at(-1)).toBe('feat: share links')
    expect(ofVersion(rig)).toEqual([])
  })

  it('after its tag: who tries again finds that tag', async () => {
    const calls = ['textAt', 'head', 'tags', 'commitFile', 'createTag', 'submit'].length
    const rig = await approved({ script: throwing(calls, refused) })
    await rig.perform('release.publish')
    expect([(await rig.last())?.what, ofVersion(rig).length]).toEqual(['failed', 1])
    await rig.choose('REL-1', 'retry')
    await rig.perform('release.publish')
    expect((await rig.last())?.what).toBe('tagged')
    expect(ofVersion(rig)).toHaveLength(1)
  })

  it('at a GitHub that is away is queued, and carried out when it is back', async () => {
    const away = new RemoteError('github', 'unreachable', { retry: true })
    const rig = await approved({ script: throwing(5, away) })
    await expect(rig.act('release.publish')).rejects.toThrow(Postponed)
    expect((await rig.last())?.what).toBe('queued')
    await rig.perform('release.publish')
    expect(ofVersion(rig)).toHaveLength(1)
    expect(rig.repository.messages().filter((one) => one === MESSAGE)).toHaveLength(1)
  })
})

const WAYS = [
  ['by a commit', 'commit', false],
  ['by a pull request', 'pull-request', false],
  ['on a branch that takes no commits', 'commit', true],
] as const

/** From the approval to the tag, with people who merge. */
async function journey(by: 'commit' | 'pull-request', barred: boolean, twists: ReadonlyMap<number, Twist>) {
  const script = createScript(twists)
  const rig = createRig({ releases: { changelog: { path: CHANGELOG, by } }, script })
  rig.repository.state.barred = barred
  await rig.open()
  await rig.perform('release.publish')
  if ((await rig.get()).step === 'merge') {
    rig.repository.merge()
    await rig.attend()
    await rig.perform('release.publish')
  }
  return { rig, calls: script.calls() }
}

describe.each(WAYS)('a process that dies at any call, %s', (_how, by, barred) => {
  it.each(['die-before', 'die-after'] as const)('%s: one commit, one tag', async (when) => {
    const { calls } = await journey(by, barred, new Map())
    expect(calls).toBeGreaterThan(5)
    for (let at = 1; at <= calls; at += 1) {
      const { rig } = await journey(by, barred, new Map([[at, when]]))
      const text = `${when} call ${at}`
      expect((await rig.get()).step, text).toBe('deploy')
      expect(
        rig.repository.messages().filter((one) => one.startsWith(MESSAGE)),
        text,
      ).toHaveLength(1)
      expect(rig.repository.pulls, text).toHaveLength(by === 'commit' && !barred ? 0 : 1)
      expect(ofVersion(rig), text).toMatchObject([{ commit: rig.repository.state.head }])
      expect((await rig.get()).facts['releaseCommit'], text).toBe(rig.repository.state.head)
    }
  })

  it('does so after the branch went on: the tag is where it would have been', async () => {
    if (by === 'pull-request' || barred) return
    const twists = new Map<number, Twist>([
      [4, 'die-after'],
      [5, () => rig.repository.push('fix: a late one', { 'a.ts': '1' })],
    ])
    const rig: Rig = createRig({ script: createScript(twists) })
    await rig.open()
    await rig.perform('release.publish')
    expect(rig.repository.messages().slice(-2)).toEqual([MESSAGE, 'fix: a late one'])
    expect(ofVersion(rig)).toMatchObject([{ commit: rig.repository.parentOf(rig.repository.state.head) }])
  })
})

const trouble = fc.constantFrom(
  'die-before' as const,
  'die-before' as const,
  'die-after' as const,
  'die-after' as const,
  'push' as const,
  'changelog' as const,
  'force' as const,
  'back' as const,
  'tag' as const,
  'hold' as const,
  'clear' as const,
)
type Trouble = typeof trouble extends fc.Arbitrary<infer T> ? T : never

function twistOf(one: Trouble, rig: () => Rig): Twist {
  if (one === 'die-before' || one === 'die-after') return one
  return () => {
    const { repository, checks, stable, approved } = rig()
    if (one === 'push') repository.push('fix: a late one', { 'a.ts': repository.state.head })
    if (one === 'changelog') repository.push('docs: words', { [CHANGELOG]: `${RELEASED}- more\n` })
    if (one === 'force') repository.forcePush(stable)
    if (one === 'back') repository.forcePush(approved)
    if (one === 'tag') repository.tagByHand(VERSION, stable)
    if (one === 'hold') checks.held = 'a freeze'
    if (one === 'clear') checks.held = undefined
  }
}

/** People who approve whatever they are shown again, and merge what is proposed. */
async function carryOn(rig: Rig): Promise<readonly string[]> {
  const seen: string[] = []
  await rig.open()
  for (let round = 0; round < 6; round += 1) {
    const run = await rig.get()
    seen.push(`${run.facts['commit']}`)
    await rig.perform('release.publish')
    const { step, state } = await rig.get()
    if (state === 'finished' || step === 'deploy') return seen
    if (step === 'merge') {
      if (rig.repository.pulls.some((pull) => pull.state === 'open')) rig.repository.merge()
      await rig.attend()
    }
    if (step === 'prerequisites') await rig.vigie({ note: 'moved', fields: { came: '', moveUrl: '' } })
    if ((await rig.get()).step === 'plan') await rig.approve()
    if ((await rig.get()).facts['failed'] === true) return seen
  }
  return seen
}

describe('whatever happens at whichever call', () => {
  it.each(['commit', 'pull-request'] as const)(
    '%s: never two tags, never one on anything else',
    async (by) => {
      const script = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), trouble), { maxLength: 6 })
      await fc.assert(
        fc.asyncProperty(script, async (troubles) => {
          const twists = new Map(troubles.map(([call, one]) => [call, twistOf(one, () => rig)] as const))
          const rig: Rig = createRig({
            releases: { changelog: { path: CHANGELOG, by } },
            script: createScript(twists),
          })
          const seen = await carryOn(rig)
          const made = rig.repository.made.filter(({ name }) => name === VERSION)
          expect(made.length).toBeLessThanOrEqual(1)
          for (const { commit } of made) {
            const since = rig.repository.compare(seen.at(-1) ?? '', commit)
            expect(since?.files?.filter((path) => path !== CHANGELOG)).toEqual([])
            expect(['ahead', 'identical']).toContain(since?.status)
          }
          const { step, facts, state } = await rig.get()
          if (step === 'deploy') expect(facts['releaseCommit']).toBe(made[0]?.commit)
          if (state === 'finished') expect(facts['outcome']).toBe('refused')
        }),
        { numRuns: 50 },
      )
    },
  )
})
