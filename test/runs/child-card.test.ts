import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import type { Run } from '../../src/engine/run.ts'
import { actionItem } from '../../src/playbooks/action-item.ts'
import { createPerform } from '../../src/runs/perform.ts'
import { type Handler, type Job, Postponed, type Storage } from '../../src/runs/ports.ts'
import { createRuns, type Runs } from '../../src/runs/submit.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { createScriptedSurface, type ScriptedSurface } from '../fakes/scripted-surface.ts'
import { STORY_DURATIONS, story } from '../fixtures/story-playbook.ts'

const ann = { id: 'ann', groups: [] }

describe('a card that stands under the card of another run', () => {
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
      ...storage,
      actions: {},
      duties: { perform: async () => {} },
      runs,
      clock,
      surfaces: [slack.surface],
      log: { warn: () => {} },
      lifeboat: () => ['corentin', 'yan'],
      startedAt: clock.now(),
      render: (run, message) => ({
        card: {
          title: `${message} v${run.version}`,
          status: 'info',
          fields: [],
          lines: [],
          buttons: [{ label: 'Done', act: { kind: 'choose', run: run.id, step: run.step, choice: 'done' } }],
        },
        place: message === 'story.card' ? 'channel' : 'thread',
        follows: message.endsWith('.card'),
      }),
    })
  })

  const began = () => ({ at: clock.now(), by: ann, door: 'test', facts: {}, durations: STORY_DURATIONS })
  const openParent = () => runs.open(story, { ...began(), key: 'parent' })
  const openItem = (parent: string) => runs.open(actionItem, { ...began(), key: 'item', parent })

  async function finish(item: Run): Promise<void> {
    const done = { key: 'done', at: clock.now(), by: ann, door: 'test', fields: {} }
    await runs.submit(item.id, { ...done, type: 'complete', step: 'do', outcome: 'done' })
  }

  function jobOf(run: Run, kind: 'post' | 'redraw'): Job {
    const found = jobs.findLast(
      (job) => job.kind === 'deliver' && job.effect.run === run.id && job.effect.kind === kind,
    )
    if (found === undefined) throw new Error(`${run.id} has no ${kind}`)
    return found
  }

  it('waits for it, stands in its thread, and is redrawn there', async () => {
    const parent = await openParent()
    const item = await openItem(parent.id)
    await expect(perform(jobOf(item, 'post'))).rejects.toThrow(Postponed)
    await perform(jobOf(parent, 'post'))
    await perform(jobOf(item, 'post'))
    const place = { channel: 'ops', message: '2' }
    expect(slack.posted[1]).toMatchObject({
      thread: { channel: 'ops', message: '1' },
      card: { title: 'action-item.card v1', buttons: [{ act: { run: item.id } }] },
    })
    expect(await storage.deliveries.place(item.id, 'card', 'slack')).toEqual(place)
    expect(await storage.deliveries.runAt('slack', place)).toBe(item.id)

    await finish(item)
    await perform(jobOf(item, 'redraw'))
    expect(slack.drawn.map((card) => card.title)).toEqual(['action-item.card v2'])
    expect(slack.drawnAt).toEqual([place])
  })

  it('is found in the thread when its poster died, and drawn as its run stands by then', async () => {
    const parent = await openParent()
    await perform(jobOf(parent, 'post'))
    const item = await openItem(parent.id)
    const { done } = storage.deliveries
    Object.assign(storage.deliveries, { done: () => Promise.reject(new Error('the process died here')) })
    await expect(perform(jobOf(item, 'post'))).rejects.toThrow('the process died here')
    Object.assign(storage.deliveries, { done })
    await finish(item)
    await perform(jobOf(item, 'post'))
    await perform(jobOf(item, 'post'))
    expect(slack.posted).toHaveLength(2)
    expect(new Set(slack.drawn.map((card) => card.title))).toEqual(new Set(['action-item.card v2']))
  })

  it('stands by itself when the other card never comes, and its replies under it', async () => {
    const item = await openItem('STO-9')
    clock.jump(11 * 60_000)
    await perform(jobOf(item, 'post'))
    expect(slack.posted[0]?.thread).toBeUndefined()
    const failed = { key: 'f', at: clock.now(), by: { id: 'vigie', groups: [] }, door: 'vigie', fields: {} }
    await runs.submit(item.id, { ...failed, type: 'note', note: 'failed' })
    await perform(jobOf(item, 'post'))
    expect(slack.posted[1]?.thread).toEqual({ channel: 'ops', message: '1' })
  })

  it('follows the other card into direct messages, with everybody having both', async () => {
    slack.faults.lost = { ops: 'archived' }
    const parent = await openParent()
    await perform(jobOf(parent, 'post'))
    const item = await openItem(parent.id)
    await perform(jobOf(item, 'post'))
    expect(slack.posted.slice(2).map(({ thread }) => thread?.channel)).toEqual(['D-corentin', 'D-yan'])
    slack.drawnAt.length = 0
    await finish(item)
    await perform(jobOf(item, 'redraw'))
    expect(slack.drawnAt).toMatchObject([
      { channel: 'D-corentin', message: '3' },
      { channel: 'D-yan', message: '4' },
    ])
    expect(slack.drawn.at(-1)?.notice).toBeUndefined()
  })
})
