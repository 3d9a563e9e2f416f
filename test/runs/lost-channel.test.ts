import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import type { Do } from '../../src/engine/playbook.ts'
import type { Run } from '../../src/engine/run.ts'
import { SurfaceError } from '../../src/notify/ports.ts'
import { createPerform } from '../../src/runs/perform.ts'
import { type Handler, Hopeless, type Job, type Storage } from '../../src/runs/ports.ts'
import { createRuns, type Runs } from '../../src/runs/submit.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { createScriptedSurface, type ScriptedSurface } from '../fakes/scripted-surface.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'

const ann = { id: 'ann', groups: ['developers', 'owners'] }
const WHY = '#ops is archived: this reaches you directly. Unarchive it or change channels.ops in vigie.yaml.'

describe('a channel that is lost', () => {
  let clock: LeverClock
  let storage: Storage
  let runs: Runs
  let slack: ScriptedSurface
  let perform: Handler
  let jobs: Job[]
  let lifeboat: readonly string[]

  beforeEach(() => {
    clock = createLeverClock()
    storage = createMemoryStorage(clock)
    slack = createScriptedSurface()
    jobs = []
    lifeboat = ['corentin', 'yan']
    const pinning = { ...storage, surfaces: ['slack'] as const }
    runs = createRuns({ ...pinning, stored: (stored) => void jobs.push(...stored) })
    perform = createPerform({
      ...storage,
      actions: {},
      duties: { perform: async () => {} },
      runs,
      clock,
      surfaces: [slack.surface],
      log: { warn: () => {} },
      lifeboat: () => lifeboat,
      startedAt: clock.now(),
      render: (run, message) => ({
        card: { title: `${message} v${run.version}`, status: 'info', fields: [], lines: [], buttons: [] },
        place: message === 'story.card' ? 'channel' : 'thread',
        follows: message === 'story.card',
      }),
    })
  })

  function open(onBegin: readonly Do[] = [{ post: 'story.card' }, { pin: 'story.card' }]): Promise<Run> {
    const opening = {
      key: 'one',
      at: clock.now(),
      by: ann,
      door: 'test',
      facts: {},
      durations: STORY_DURATIONS,
    }
    return runs.open({ ...story, onBegin }, opening)
  }

  async function remark(run: Run, key: string): Promise<void> {
    const said = { key, at: clock.now(), by: ann, door: 'test', fields: {} }
    await runs.submit(run.id, { ...said, type: 'note', note: 'remark' })
  }

  /** Performs what is due for the surface, in order, as the queue would. */
  async function work(): Promise<readonly string[]> {
    const dead: string[] = []
    for (const job of jobs.splice(0)) {
      if (job.kind !== 'deliver') continue
      await perform(job).catch((error: unknown) => {
        if (!(error instanceof Hopeless)) throw error
        dead.push(error.message)
      })
    }
    return dead
  }

  const told = async (run: Run) =>
    (await storage.audit.ofRun(run.id))
      .filter((record) => record.result === 'failed')
      .map(({ did, reason }) => `${did}: ${reason}`)
  const titles = () => slack.posted.map(({ card, to, thread }) => `${to ?? thread?.channel}: ${card.title}`)

  it('its card reaches everybody on call and says why; so do the replies, under each', async () => {
    slack.faults.lost = { ops: 'archived' }
    const run = await open()
    expect(await work()).toEqual([])
    expect(titles()).toEqual(['corentin: story.card v1', 'yan: story.card v1'])
    expect(slack.posted.map(({ card }) => card.notice)).toEqual([WHY, WHY])
    expect(await told(run)).toEqual(['post: is_archived - sent directly to corentin, yan'])
    expect(await storage.deliveries.runAt('slack', { channel: 'D-corentin', message: '1' })).toBe(run.id)

    slack.drawnAt.length = 0
    await remark(run, 'first')
    await work()
    expect(titles().slice(2)).toEqual(['D-corentin: story.remark v2', 'D-yan: story.remark v2'])
    expect(slack.posted.slice(2).map(({ card }) => card.notice)).toEqual([undefined, undefined])
    expect(slack.drawnAt.map(({ channel }) => channel)).toEqual(['D-corentin', 'D-yan'])
    expect(slack.drawn.at(-1)).toMatchObject({ title: 'story.card v2', notice: WHY })
    expect(slack.pinned).toEqual(['pin'])
  })

  it('when it works again, its run goes on where its people are, and a new one stands in the channel', async () => {
    slack.faults.lost = { ops: 'archived' }
    const run = await open()
    await work()
    slack.faults.lost = {}
    await remark(run, 'later')
    await work()
    expect(titles().slice(2)).toEqual(['D-corentin: story.remark v2', 'D-yan: story.remark v2'])
    await runs.open(story, { key: 'two', at: 1, by: ann, door: 'test', facts: {}, durations: {} })
    await work()
    expect(slack.posted.at(-1)).toMatchObject({ channel: 'ops' })
    expect(slack.posted.at(-1)?.to).toBeUndefined()
    expect(slack.posted.at(-1)?.card.notice).toBeUndefined()
  })

  it('a channel lost afterwards: replies go directly, drawing and pinning are left out and told once', async () => {
    const run = await open()
    const pin = jobs.filter((job) => job.kind === 'deliver' && job.effect.kind === 'pin')
    await work()
    slack.faults.lost = { ops: 'archived' }
    await remark(run, 'first')
    await remark(run, 'second')
    jobs.push(...pin, ...pin)
    expect(await work()).toEqual([])
    expect(titles().slice(1)).toEqual([
      'corentin: story.remark v3',
      'yan: story.remark v3',
      'corentin: story.remark v3',
      'yan: story.remark v3',
    ])
    expect(slack.posted[1]?.card.notice).toBe(WHY)
    expect((await told(run)).toSorted()).toEqual([
      'pin: is_archived - left out',
      'post: is_archived - sent directly to corentin, yan',
      'post: is_archived - sent directly to corentin, yan',
      'redraw: is_archived - left out',
    ])
    slack.faults.lost = {}
    await remark(run, 'third')
    await work()
    expect(slack.posted.at(-1)?.thread).toEqual({ channel: 'ops', message: '1' })
    expect(slack.drawn.at(-1)?.title).toBe('story.card v4')
  })

  it('somebody who can not be reached holds up nobody', async () => {
    slack.faults.lost = { ops: 'archived', 'D-corentin': 'missing' }
    const run = await open()
    expect(await work()).toEqual([])
    expect(titles()).toEqual(['yan: story.card v1'])
    expect(await storage.deliveries.place(run.id, 'card', 'slack')).toMatchObject({ channel: 'D-yan' })
    expect(await told(run)).toEqual(['post: is_archived - sent directly to yan'])
  })

  it.each([
    ['nobody takes it', ['corentin', 'yan'], { 'D-corentin': 'missing', 'D-yan': 'missing' }],
    ['nobody is on call', [], {}],
  ] as const)('%s: it is given up, and said so', async (_why, boat, more) => {
    lifeboat = boat
    slack.faults.lost = { ops: 'archived', ...more }
    await open([{ post: 'story.card' }])
    expect(await work()).toEqual(['is_archived, and nobody on call is reached directly'])
    expect(slack.posted).toEqual([])
  })

  it('a retry repeats nothing: whoever has it is found', async () => {
    slack.faults.lost = { ops: 'archived' }
    slack.faults.post = (_channel, to) =>
      to === 'yan' ? new SurfaceError('unreachable', { retry: true }) : undefined
    const run = await open()
    const card = jobs[0]
    if (card === undefined) throw new Error('no card')
    await expect(perform(card)).rejects.toThrow('unreachable')
    delete slack.faults.post
    await perform(card)
    await perform(card)
    expect(titles()).toEqual(['corentin: story.card v1', 'yan: story.card v1'])
    expect(await told(run)).toHaveLength(1)
  })

  it('the same person as primary and backup is told once', async () => {
    lifeboat = ['corentin', 'corentin']
    slack.faults.lost = { ops: 'archived' }
    await open()
    await work()
    expect(titles()).toEqual(['corentin: story.card v1'])
  })

  it('a card whose direct messages are lost as well goes to whoever is on call by then', async () => {
    slack.faults.lost = { ops: 'archived' }
    const run = await open()
    await work()
    slack.faults.lost = { ops: 'archived', 'D-corentin': 'missing', 'D-yan': 'missing' }
    lifeboat = ['ludo']
    await remark(run, 'first')
    await work()
    expect(titles().slice(2)).toEqual(['ludo: story.remark v2'])
    expect(slack.posted.at(-1)?.card.notice).toBe(WHY)
  })
})
