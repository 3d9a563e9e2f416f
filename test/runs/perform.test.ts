import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import type { Effect } from '../../src/engine/event.ts'
import type { Run } from '../../src/engine/run.ts'
import { SurfaceError } from '../../src/notify/ports.ts'
import { createPerform } from '../../src/runs/perform.ts'
import { type Handler, Hopeless, type Job, Postponed, type Storage } from '../../src/runs/ports.ts'
import { createRuns, type Runs } from '../../src/runs/submit.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { createScriptedSurface, type ScriptedSurface } from '../fakes/scripted-surface.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'

const ann = { id: 'ann', groups: ['developers', 'owners'] }

describe('performing jobs', () => {
  let clock: LeverClock
  let storage: Storage
  let runs: Runs
  let slack: ScriptedSurface
  let perform: Handler
  let jobs: Job[]

  beforeEach(() => {
    clock = createLeverClock()
    storage = createMemoryStorage(clock)
    slack = createScriptedSurface()
    jobs = []
    runs = createRuns({ ...storage, surfaces: ['slack'], stored: (stored) => void jobs.push(...stored) })
    perform = createPerform({
      actions: {},
      duties: { perform: async () => {} },
      ...storage,
      runs,
      clock,
      surfaces: [slack.surface],
      log: { warn: () => {} },
      lifeboat: () => ['corentin', 'yan'],
      startedAt: clock.now(),
      render: (run, message) => ({
        card: { title: `${message} v${run.version}`, status: 'info', fields: [], lines: [], buttons: [] },
        place: message === 'story.card' ? 'channel' : 'thread',
        follows: message === 'story.card',
      }),
    })
  })

  function open(channel = 'ops', key = channel): Promise<Run> {
    const opening = { key, at: clock.now(), by: ann, door: 'test', facts: {}, durations: STORY_DURATIONS }
    return runs.open({ ...story, channel }, opening)
  }

  function remark(run: Run, key: string) {
    const event = {
      type: 'note',
      key,
      at: clock.now(),
      by: ann,
      door: 'test',
      note: 'remark',
      fields: {},
    } as const
    return runs.submit(run.id, event)
  }

  function jobOf(run: string, kind: Effect['kind']): Job {
    const found = jobs.find(
      (job) => job.kind === 'deliver' && job.effect.run === run && job.effect.kind === kind,
    )
    if (found === undefined) throw new Error(`${run} has no ${kind}`)
    return found
  }

  it('a 429 in one channel holds that channel and no other', async () => {
    const [busy, quiet] = [await open('ops'), await open('sandbox')]
    slack.faults.post = (channel) =>
      channel === 'ops' ? new SurfaceError('ratelimited', { retry: true, retryAfterMs: 30_000 }) : undefined
    await expect(perform(jobOf(busy.id, 'post'))).rejects.toThrow(Postponed)
    await perform(jobOf(quiet.id, 'post'))
    expect(slack.posted.map((message) => message.channel)).toEqual(['sandbox'])

    slack.faults.post = () => undefined
    await expect(perform(jobOf(busy.id, 'post'))).rejects.toMatchObject({ ms: expect.any(Number) })
    expect(slack.posted).toHaveLength(1)
    clock.jump(30_000)
    await perform(jobOf(busy.id, 'post'))
    expect(slack.posted.map((message) => message.channel)).toEqual(['sandbox', 'ops'])
  })

  it('a post whose end nobody knows is looked for before it is made again', async () => {
    const run = await open()
    const job = jobOf(run.id, 'post')
    slack.faults.post = () => undefined
    const crash = storage.deliveries.done
    Object.assign(storage.deliveries, {
      done: async () => {
        throw new Error('the process died here')
      },
    })
    await expect(perform(job)).rejects.toThrow('the process died here')
    Object.assign(storage.deliveries, { done: crash })
    await perform(job)
    await perform(job)
    expect(slack.posted).toHaveLength(1)
    expect(await storage.deliveries.place(run.id, 'card', 'slack')).toEqual({ channel: 'ops', message: '1' })
  })

  it('a card whose poster died before looking again is drawn by whoever comes after', async () => {
    const run = await open()
    const job = jobOf(run.id, 'post')
    await storage.deliveries.begin(job.id)
    const place = await slack.surface.post({
      channel: 'ops',
      card: { title: 'story.card v1', status: 'info', fields: [], lines: [], buttons: [] },
      tag: { run: run.id, effect: `${run.id}.1.0` },
    })
    await storage.deliveries.done(job.id, { run: run.id, slot: 'card', surface: 'slack', place })
    await perform(job)
    expect(slack.posted).toHaveLength(1)
    expect(slack.drawn.map((card) => card.title)).toEqual(['story.card v1'])
  })

  it('a reply waits for its card', async () => {
    const run = await open()
    await remark(run, 'first')
    const reply = jobs.find(
      (job) => job.kind === 'deliver' && job.effect.kind === 'post' && job.effect.message === 'story.remark',
    )
    if (reply === undefined) throw new Error('no reply')
    await expect(perform(reply)).rejects.toThrow(Postponed)
    await perform(jobOf(run.id, 'post'))
    await perform(reply)
    expect(slack.posted[1]?.thread).toEqual({ channel: 'ops', message: '1' })
  })

  it('a reply whose card never comes stands by itself in the end', async () => {
    const run = await open()
    await remark(run, 'first')
    clock.jump(11 * 60_000)
    const reply = jobs.filter((job) => job.kind === 'deliver' && job.effect.kind === 'post')[1]
    if (reply === undefined) throw new Error('no reply')
    await perform(reply)
    expect(slack.posted.map((message) => message.thread)).toEqual([undefined])
  })

  it('whoever draws last has looked last: a slow drawing is followed by the current one', async () => {
    const run = await open()
    await perform(jobOf(run.id, 'post'))
    await remark(run, 'first')
    slack.faults.update = async () => {
      delete slack.faults.update
      await remark(run, 'meanwhile')
    }
    await perform(jobOf(run.id, 'redraw'))
    expect(slack.drawn.map((card) => card.title)).toEqual(['story.card v2', 'story.card v3'])
  })

  it('a fault that no retry can mend is given up at once; a surface that is off too', async () => {
    const run = await open()
    slack.faults.post = () => new SurfaceError('channel_not_found', { retry: false })
    await expect(perform(jobOf(run.id, 'post'))).rejects.toThrow(Hopeless)
    const elsewhere = jobOf(run.id, 'post')
    if (elsewhere.kind !== 'deliver') throw new Error('not a delivery')
    await expect(perform({ ...elsewhere, surface: 'teams' })).rejects.toThrow('teams is switched off')
  })

  it('a timer that comes early waits for its time, and a late one names the restart', async () => {
    const run = await open()
    const timer = jobs.find((job) => job.kind === 'timer')
    if (timer?.kind !== 'timer') throw new Error('no timer')
    await expect(perform(timer)).rejects.toThrow(Postponed)
    clock.jump(STORY_DURATIONS.stale + 120_000)
    await perform(timer)
    await perform(timer)
    const entries = (await storage.store.get(run.id))?.history.filter((entry) => entry.kind === 'due')
    expect(entries).toHaveLength(1)
    expect(entries?.[0]?.late).toMatchObject({ restart: false })
  })
})
