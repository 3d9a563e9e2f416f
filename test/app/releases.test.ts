import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import { createReleasesPart } from '../../src/app/releases.ts'
import { incident } from '../../src/playbooks/incident.ts'
import { createDirectory } from '../../src/runs/people.ts'
import type { Pipeline, Repository } from '../../src/runs/release/ports.ts'
import { createRuns } from '../../src/runs/submit.ts'
import { configOf, demo, example, least } from '../config/reading.ts'

/** A Tuesday afternoon: no freeze of the example is on. */
const NOW = Date.parse('2026-11-24T14:00:00+01:00')
const COMMIT = '3f2a1c9d00000000000000000000000000000000'

const unasked = async () => {
  throw new Error('nobody asks for this here')
}

const repository: Repository = {
  head: async () => COMMIT,
  tags: unasked,
  compare: unasked,
  commitsTo: unasked,
  textAt: unasked,
  commitFile: unasked,
  proposeFile: unasked,
  pull: unasked,
  createTag: unasked,
  createBranch: unasked,
  publishRelease: unasked,
  urlOf: () => '',
}

const pipeline: Pipeline = {
  checks: async () => [{ name: 'test', state: 'green', url: undefined }],
  latestRun: async () => ({
    id: 1,
    url: '',
    state: 'green',
    said: 'success',
    commit: COMMIT,
    startedAt: NOW,
    attempt: 1,
  }),
  run: unasked,
  dispatch: unasked,
  startsOnTag: unasked,
  rerun: unasked,
  deployment: unasked,
  guard: unasked,
  answer: unasked,
}

const stopping: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop()
})

function createStory(text = example, remotes: Partial<{ repository: Repository; pipeline: Pipeline }> = {}) {
  const config = configOf(demo, text)
  const clock = { now: () => NOW, after: () => () => undefined }
  const storage = createMemoryStorage(clock)
  const runs = createRuns({ ...storage, surfaces: [], stored: () => undefined })
  const directory = createDirectory(config.team.people)
  const part = createReleasesPart(
    { config, clock, log: pino({ level: 'silent' }), warnings: [] },
    { runs, storage, directory, remotes },
  )
  if (part !== undefined) stopping.push(part.stop)
  return { part, runs, storage }
}

const by = { id: 'yan', groups: ['owners', 'responders'] }
const event = { at: NOW, by, door: 'test' }

/** A release that was planned, on a house where releases are on. */
async function releasing() {
  const { part, runs, storage } = createStory(example, { repository, pipeline })
  if (part === undefined) throw new Error('releases are off')
  await storage.backups.keep({ at: NOW - 1, said: '' })
  const { id } = await part.desk.open({ ...event, key: 'release', asked: '' })
  const fields = { version: 'v1.4.0', commit: COMMIT, notes: '- One' }
  await runs.submit(id, {
    ...event,
    key: 'plan',
    type: 'complete',
    step: 'plan',
    outcome: 'planned',
    fields,
    by: { id: 'vigie', groups: [] },
  })
  const run = async () => {
    const found = await storage.store.get(id)
    if (found === undefined) throw new Error('no release')
    return found
  }
  return { part, runs, storage, run }
}

describe('releases', () => {
  it('are off without GitHub, and without their part of the file', () => {
    expect(createStory().part).toBeUndefined()
    expect(createStory(least, { repository, pipeline }).part).toBeUndefined()
  })

  it('stand in ops where the team has no channel for them, and need four eyes where there are two owners', async () => {
    const { run } = await releasing()
    expect(await run()).toMatchObject({ channel: 'releases', facts: { branch: 'main' } })
    expect((await run()).steps.find(({ id }) => id === 'approve')).toMatchObject({ notRequester: true })
    const alone = createStory(`${least}\nrepository: a/b\nreleases: {}`, { repository, pipeline })
    const opened = await alone.part?.desk.open({ ...event, key: 'release', asked: '' })
    expect(opened?.channel).toBe('ops')
    expect(opened?.steps.find(({ id }) => id === 'approve')).not.toHaveProperty('notRequester')
  })

  it('go on at a nudge, and by their duty', async () => {
    const { part, run } = await releasing()
    part.nudge()
    await vi.waitFor(async () => expect((await run()).step).toBe('staging'))
    const other = await releasing()
    expect(other.part.duties.map(({ name }) => name)).toEqual(['releases'])
    await other.part.duties[0]?.perform(NOW, {})
    expect((await other.run()).step).toBe('staging')
    expect(await other.part.examineNow(await other.run())).toEqual({ held: undefined })
  })

  it('go on as soon as it starts: what was told while nothing ran is not told again', async () => {
    const { part, run } = await releasing()
    part.follow()
    await vi.waitFor(async () => expect((await run()).step).toBe('staging'))
  })

  it('are held as soon as a SEV1 opens, and go on as soon as it is resolved', async () => {
    const { part, runs, run } = await releasing()
    part.follow()
    part.nudge()
    await vi.waitFor(async () => expect((await run()).step).toBe('staging'))
    const opening = { ...event, facts: { severity: 'sev1' }, durations: {}, step: 'triage' }
    await runs.open(incident, { ...opening, key: 'incident' })
    await vi.waitFor(async () =>
      expect((await run()).facts).toMatchObject({
        held: 'yes',
        'check.incidents': 'held - SEV1 INC-1 is open: resolve it first',
      }),
    )
    const resolve = { type: 'decide', step: 'triage', decision: 'resolve', fields: {} } as const
    await runs.submit('INC-1', { ...event, ...resolve, key: 'resolve' })
    await vi.waitFor(async () => expect((await run()).facts['held']).toBe(''))
  })
})
