import { describe, expect, it } from 'vitest'
import { createReleaseExamine } from '../../../src/runs/actions/release-examine.ts'
import { createAttendance } from '../../../src/runs/release/attend.ts'
import { createExamine } from '../../../src/runs/release/examine.ts'
import { createInspect } from '../../../src/runs/release/inspect.ts'
import { looksAtPrerequisites } from '../../../src/runs/release/look-prerequisites.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { COMMIT, createReleaseRig, GREEN, NEXT, NOW } from './prerequisites-rig.ts'

const MOVE_URL = 'https://github.example/compare'
const CAME = '- a late one (aa11bb2, yan)'
const away = new RemoteError('github', 'unreachable', { retry: true })

/** A planned release, and as many replicas that look after it as one wants. */
async function createStory() {
  const rig = createReleaseRig()
  await rig.backUp()
  const { id } = await rig.open()
  await rig.plan(id)
  let describing: Error | undefined
  const inspect = createInspect({
    examine: createExamine(rig.deps),
    repository: {
      async compare(_from, to) {
        if (describing !== undefined) throw describing
        const came = { sha: to, message: 'fix: a late one', author: 'yan', at: NOW }
        return { status: 'ahead', commits: [came], files: [], url: MOVE_URL }
      },
      urlOf: () => '',
    },
  })
  const warned: string[] = []
  const looks = looksAtPrerequisites(inspect)
  const attendance = createAttendance({
    ...rig.storage,
    runs: rig.runs,
    looks,
    clock: rig.clock,
    log: { warn: (_data, message) => void warned.push(message) },
  })
  return {
    ...rig,
    id,
    inspect,
    looks,
    warned,
    attend: attendance.attend,
    describeFails: (error: Error | undefined) => {
      describing = error
    },
    run: () => rig.get(id),
    entries: async () => (await rig.get(id)).history.map(({ what }) => what),
  }
}

describe('a release that is looked after', () => {
  it('goes on by itself as soon as nothing is missing', async () => {
    const story = await createStory()
    story.world.checks = [{ ...GREEN, state: 'running' }]
    await story.attend()
    expect(await story.run()).toMatchObject({
      step: 'prerequisites',
      facts: { examined: true, blocked: 'yes', 'check.ci': 'waits - 1 of 1 check still run on 3f2a1c9' },
    })
    story.world.checks = [GREEN]
    await story.attend()
    const { step, facts } = await story.run()
    expect([step, facts['held']]).toEqual(['staging', ''])
  })

  it('waits at its step for E2E, and goes on when it is green', async () => {
    const story = await createStory()
    story.world.e2e = { state: 'running' }
    await story.attend()
    expect((await story.run()).step).toBe('e2e')
    story.world.e2e = {}
    await story.attend()
    expect((await story.run()).step).toBe('staging')
  })

  it('has nothing new while nothing changes, however long', async () => {
    const story = await createStory()
    await story.attend()
    const before = await story.run()
    for (const minute of [1, 2, 30]) {
      story.at(NOW + minute * 60_000)
      await story.attend()
    }
    expect(await story.run()).toEqual(before)
  })

  it('holds its open gate when CI turns red, and lets it go when it is green', async () => {
    const story = await createStory()
    await story.attend()
    story.world.checks = [{ ...GREEN, state: 'red' }]
    await story.attend()
    expect(await story.decide(story.id, 'ok', { flows: 'all' })).toMatchObject({
      advanced: false,
      reason: 'not_now',
    })
    story.world.checks = [GREEN]
    await story.attend()
    expect(await story.decide(story.id, 'ok', { flows: 'all' })).toMatchObject({ advanced: true })
    expect((await story.run()).step).toBe('tag')
  })

  it('sees one thing once, however many replicas look', async () => {
    const story = await createStory()
    await Promise.all([story.attend(), story.attend(), story.attend()])
    expect((await story.entries()).filter((what) => what === 'examined')).toHaveLength(1)
    story.world.head = NEXT
    await Promise.all([story.attend(), story.attend(), story.attend()])
    expect((await story.entries()).filter((what) => what === 'moved')).toHaveLength(1)
  })

  it.each(['version', 'prerequisites', 'e2e', 'staging', 'backup', 'tag', 'approve'])(
    'is looked after at the step %s',
    async (step) => {
      const { looks } = await createStory()
      expect(looks[`release.${step}`]).toBeDefined()
    },
  )

  it('has checks that wait, and nothing lost, while GitHub is away', async () => {
    const story = await createStory()
    Object.assign(story.world, { head: away, checks: away, e2e: away })
    await story.attend()
    expect((await story.run()).facts).toMatchObject({
      'check.ci': 'waits - GitHub does not answer (unreachable)',
      'check.backup': 'ok - 2 h old (webhook: hub.dump)',
      blocked: 'yes',
    })
    Object.assign(story.world, { head: COMMIT, checks: [GREEN], e2e: {} })
    await story.attend()
    expect((await story.run()).step).toBe('staging')
  })
})

describe('a branch that moved', () => {
  it('is planned again, with what came', async () => {
    const story = await createStory()
    await story.attend()
    story.world.head = NEXT
    await story.attend()
    expect(await story.run()).toMatchObject({
      step: 'plan',
      facts: { came: CAME, moveUrl: MOVE_URL, planned: false },
    })
  })

  it('to and fro moved each time', async () => {
    const story = await createStory()
    for (const head of [NEXT, COMMIT, NEXT]) {
      story.world.head = head
      await story.attend()
      await story.plan(story.id, { commit: head })
    }
    expect((await story.entries()).filter((what) => what === 'moved')).toHaveLength(3)
    expect((await story.run()).facts['commit']).toBe(NEXT)
  })

  it('meanwhile leaves nothing of what was seen upon the commit before', async () => {
    const story = await createStory()
    const slow = (await story.inspect(await story.run())).result
    story.world.head = NEXT
    const slowMove = (await story.inspect(await story.run())).result
    await story.attend()
    await story.plan(story.id, { commit: NEXT })
    for (const { note, fields } of [slow, slowMove]) {
      const answer = await story.note(story.id, note, fields)
      expect(answer).toMatchObject({ advanced: false, reason: 'stale' })
    }
    expect(await story.run()).toMatchObject({ step: 'prerequisites', facts: { examined: false } })
  })

  it('that nobody can describe yet is looked at again', async () => {
    const story = await createStory()
    story.world.head = NEXT
    story.describeFails(away)
    await story.attend()
    expect([(await story.run()).step, story.warned]).toEqual([
      'prerequisites',
      ['a release could not be looked after'],
    ])
    story.describeFails(undefined)
    await story.attend()
    expect((await story.run()).step).toBe('plan')
  })
})

describe('the action release.examine', () => {
  const effect = { id: 'REL-1.2.0', run: 'REL-1', kind: 'act', action: 'release.examine', entry: 1 } as const

  async function act(inspectRelease: Parameters<typeof createReleaseExamine>[0]['inspectRelease']) {
    const story = await createStory()
    const run = await story.run()
    const [entry] = run.history
    if (entry === undefined) throw new Error('no entry')
    return createReleaseExamine({ inspectRelease })(run, entry, effect)
  }

  it('answers everything that was found, whatever was known', async () => {
    const story = await createStory()
    const result = await act(story.inspect)
    expect(result).toMatchObject({ note: 'examined', fields: { 'check.lock': expect.any(String), held: '' } })
  })

  it('answers that the branch moved', async () => {
    const story = await createStory()
    story.world.head = NEXT
    expect(await act(story.inspect)).toEqual({
      note: 'moved',
      fields: { came: CAME, moveUrl: MOVE_URL, commit: COMMIT },
    })
  })

  it('says so while releases are off', async () => {
    expect(await act(undefined)).toMatchObject({ note: 'failed', fields: { what: 'release.examine' } })
  })

  it('and a look that find one move at once make it one', async () => {
    const story = await createStory()
    story.world.head = NEXT
    const { result } = await story.inspect(await story.run())
    await story.attend()
    expect(await story.note(story.id, 'moved', result.fields)).toMatchObject({
      advanced: false,
      reason: 'not_now',
    })
  })
})
