import { describe, expect, it } from 'vitest'
import { samplesOf } from '../../../src/notify/watch-samples.ts'
import { eventOf } from '../../../src/runs/act.ts'
import type { CheckResult, HealthChecks } from '../../../src/runs/health.ts'
import { createWatchLook, type WatchLookDeps } from '../../../src/runs/release/look-watch.ts'
import { RELEASES } from '../../fixtures/release-settings.ts'
import { SETTINGS } from '../actions/rig.ts'
import { createProductionRig, HOUR, MINUTE, STARTED, watched } from './production-rig.ts'

const EVERY = RELEASES.watch.every

/** Checks that answer what the test says, and count how often they were asked. */
function checksOf(...results: CheckResult[]) {
  const state = { results, asked: 0 }
  const port: HealthChecks = {
    names: results.map(({ name }) => name),
    run: async () => {
      state.asked += 1
      return state.results
    },
  }
  return { port, state }
}

const ok = (name: string, ms = 84): CheckResult => ({ name, ok: true, ms, said: '200' })
const down = (name: string): CheckResult => ({ name, ok: false, ms: 9, said: '503, expected 200' })

async function createWatch(change: Partial<WatchLookDeps> = {}) {
  const rig = createProductionRig()
  const id = await watched(rig)
  const health = checksOf(ok('Docmost'))
  const clock = { at: STARTED, now: () => clock.at }
  const look = createWatchLook({
    store: rig.storage.store,
    settings: SETTINGS,
    checks: health.port,
    watch: RELEASES.watch,
    clock,
    ...change,
  })
  const found = async () => look(await rig.get(id))

  /** As the attendance does it. */
  async function attend(): Promise<readonly string[]> {
    const news = await found()
    for (const { key, result } of news) await rig.runs.submit(id, eventOf(result, key, clock.at))
    return news.map(({ result }) => ('note' in result ? result.note : result.outcome))
  }

  return {
    rig,
    id,
    clock,
    health: health.state,
    found,
    attend,
    /** Looks so many times, one slot after the other. */
    async looks(times: number, answer?: CheckResult): Promise<readonly string[]> {
      if (answer !== undefined) health.state.results = [answer]
      const news: string[] = []
      for (let n = 0; n < times; n += 1) {
        clock.at += EVERY
        news.push(...(await attend()))
      }
      return news
    },
    samples: async () => samplesOf(await rig.get(id)),
    run: () => rig.get(id),
  }
}

describe('the looks of a watch', () => {
  it('come once in each slot, whoever asks in between', async () => {
    const watch = await createWatch()
    expect(await watch.attend()).toEqual(['sampled'])
    watch.clock.at += EVERY - 1
    expect(await watch.attend()).toEqual([])
    watch.clock.at += 1
    expect(await watch.attend()).toEqual(['sampled'])
    expect(await watch.samples()).toEqual([
      { at: STARTED, checks: [{ name: 'Docmost', ok: true, ms: 84, said: '' }] },
      { at: STARTED + EVERY, checks: [{ name: 'Docmost', ok: true, ms: 84, said: '' }] },
    ])
    expect(watch.health.asked).toBe(2)
  })

  it('of two replicas at once are one', async () => {
    const watch = await createWatch()
    await Promise.all([watch.attend(), watch.attend()])
    expect(await watch.samples()).toHaveLength(1)
  })

  it.each([
    ['forwards', 3 * HOUR],
    ['back', -3 * HOUR],
  ])('go on evenly when the clock jumps %s', async (_way, jump) => {
    const watch = await createWatch()
    await watch.looks(3)
    watch.clock.at += jump
    expect(await watch.looks(4)).toEqual(['sampled', 'sampled', 'sampled', 'sampled'])
    for (let n = 0; n < 5; n += 1) expect(await watch.attend()).toEqual([])
    expect(await watch.samples()).toHaveLength(7)
  })

  it('bear with a replica whose clock is a little behind', async () => {
    const watch = await createWatch()
    await watch.looks(1)
    watch.clock.at -= 2_000
    expect(await watch.attend()).toEqual([])
  })

  it('are kept after the window only where they are news, and now and then', async () => {
    const watch = await createWatch()
    await watch.looks(1)
    const timer = (await watch.run()).timers.find(({ rule }) => rule === 'watched')
    await watch.rig.runs.submit(watch.id, {
      type: 'due',
      key: 'over',
      at: watch.clock.at,
      by: { id: 'vigie', groups: [] },
      door: 'vigie',
      timer: timer?.id ?? 'none',
      restart: false,
    })
    const before = (await watch.samples()).length
    await watch.looks((2 * HOUR) / EVERY)
    expect((await watch.samples()).length - before).toBe(12)
    expect(await watch.looks(5, down('Docmost'))).toEqual(['sampled', 'sampled', 'sampled', 'unwell'])
    expect(await watch.looks(2, ok('Docmost'))).toEqual(['sampled', 'well'])
  })
})

describe('health that fails', () => {
  it('is an alarm after so many looks in a row, and over with the first that is well', async () => {
    const watch = await createWatch()
    expect(await watch.looks(2, down('Docmost'))).toEqual(['sampled', 'sampled'])
    expect(await watch.looks(1, ok('Docmost'))).toEqual(['sampled'])
    expect(await watch.looks(3, down('Docmost'))).toEqual(['sampled', 'sampled', 'sampled', 'unwell'])
    expect((await watch.run()).facts).toMatchObject({
      failing: true,
      because: 'Docmost: 503, expected 200 - 3 looks in a row',
    })
    expect(await watch.looks(3)).toEqual(['sampled', 'sampled', 'sampled'])
    expect(await watch.looks(2, ok('Docmost'))).toEqual(['sampled', 'well', 'sampled'])
    expect((await watch.run()).facts['failing']).toBe(false)
  })

  it('is told by the next look when Vigie died between the look and the word', async () => {
    const watch = await createWatch()
    await watch.looks(2, down('Docmost'))
    watch.clock.at += EVERY
    const [sample] = await watch.found()
    if (sample === undefined) throw new Error('no look')
    await watch.rig.runs.submit(watch.id, eventOf(sample.result, sample.key, watch.clock.at))
    expect(await watch.looks(1)).toEqual(['sampled', 'unwell'])
  })

  it('includes the figures that are watched, which say their value', async () => {
    const entries = checksOf({ name: 'entries', ok: true, ms: 12, said: '57' })
    const watch = await createWatch({ signals: entries.port })
    await watch.looks(1)
    entries.state.results = [{ name: 'entries', ok: false, ms: 12, said: '3, expected at least 10' }]
    expect((await watch.looks(3)).at(-1)).toBe('unwell')
    const [first, second] = await watch.samples()
    expect(first?.checks[1]).toEqual({ name: 'entries', ok: true, ms: 12, said: '57' })
    expect(second?.checks[1]).toEqual({
      name: 'entries',
      ok: false,
      ms: undefined,
      said: '3, expected at least 10',
    })
  })

  it('is what the smoke tests say where there is no health check; without both there is no look', async () => {
    const smoke = {
      names: ['wiki'],
      run: async () => [{ name: 'wiki', ok: false, ms: 1, said: '502, expected 200', tries: 3 }],
    }
    const none = checksOf().port
    const watch = await createWatch({ checks: none, smoke })
    await watch.looks(1)
    expect((await watch.samples())[0]?.checks).toEqual([
      { name: 'wiki', ok: false, ms: undefined, said: '502, expected 200' },
    ])
    expect(await (await createWatch({ checks: undefined })).looks(2)).toEqual([])
  })
})

describe('incidents and alerts since the deployment', () => {
  it('are told once each, with their time', async () => {
    const watch = await createWatch({ checks: undefined })
    watch.rig.at(-90)
    const before = await watch.rig.declare({ facts: { title: 'An older one' } })
    watch.rig.at(4)
    const incident = await watch.rig.declare()
    await watch.rig.declare({ drill: true })
    watch.rig.at(6)
    await watch.rig.say(before.id, 'alert', { title: 'Baserow\n502' }, 'vigie')
    watch.clock.at = STARTED + 7 * MINUTE
    expect((await watch.found()).map(({ result }) => result.fields)).toEqual([
      { incident: incident.id, text: 'INC-2 opened 14:36 - Docmost 502' },
      { incident: before.id, text: 'INC-1 alert 14:38 - Baserow 502' },
    ])
    expect(await watch.attend()).toEqual(['alerted', 'alerted'])
    expect(await watch.attend()).toEqual([])
  })
})
