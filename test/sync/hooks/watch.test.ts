import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MarkName } from '../../../src/sync/book.ts'
import { setUpHooks, type TableHook, wantedHooks } from '../../../src/sync/hooks/hooks.ts'
import { hooksAreWell, markOf } from '../../../src/sync/hooks/mark.ts'
import { judgeSilence } from '../../../src/sync/hooks/silence.ts'
import { type HookWatchDeps, watchHooks } from '../../../src/sync/hooks/watch.ts'
import { type BaserowRig, startBaserowRig } from '../../adapters/baserow-rig.ts'
import { type Receiver, startReceiver } from '../../fakes/baserow-receiver.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 23, 13, 32)
const YAN = 12
const rule = (table: number) => ({ table, links: {}, checksCapacityOf: [] })

/** Notices, marks and comparisons that were asked for; working time is all time unless told otherwise. */
function createWatch(hooks: HookWatchDeps['hooks'], wanted: readonly TableHook[]) {
  const marks: Partial<Record<MarkName, string>> = {}
  const told = new Map<string, string>()
  const mended = new Map<string, string>()
  const reconciled: (readonly string[])[] = []
  const watch = {
    marks,
    reconciled,
    told,
    mended,
    now: NOW,
    words: () => [...told.values()],
    look: (over: Partial<HookWatchDeps> = {}) =>
      watchHooks({
        hooks,
        wanted,
        book: {
          marks: {
            set: async (name, value) => {
              marks[name] = value
            },
            all: async () => marks,
          },
        },
        notices: {
          hookTrouble: async (key, words) => void told.set(key, words),
          hookMended: async (key, words) => {
            if (told.has(key)) mended.set(key, words)
          },
        },
        reconcile: async (tables) => void reconciled.push(tables),
        clock: { now: () => watch.now },
        silence: undefined,
        startedAt: NOW,
        worked: (from, to) => Math.max(0, to - from),
        ...over,
      }),
  }
  return watch
}

describe('watching the webhooks, against Baserow', () => {
  let rig: BaserowRig
  let receiver: Receiver
  let wanted: readonly TableHook[]

  beforeEach(async () => {
    rig = await startBaserowRig()
    receiver = await startReceiver()
    const tables = { projet: rule(rig.fake.table('projet')), client: rule(rig.fake.table('client')) }
    wanted = wantedHooks({ tables }, receiver.url, ['secret'])
  })
  afterEach(async () => {
    await rig.close()
    await receiver.close()
    expect(rig.fake.refused).toEqual([])
  })

  /** Sets up, and has Baserow switch off the webhook of projet by nine failed calls. */
  async function breakProjet(hooks: ReturnType<BaserowRig['hooks']>): Promise<number> {
    const [projet] = await setUpHooks(hooks, wanted)
    if (projet?.did !== 'created') throw new Error('not created')
    receiver.answer(500)
    for (let n = 0; n < 9; n += 1) rig.fake.asUser(YAN).create('projet', { nom: `P${n}` })
    await rig.fake.settled()
    expect(rig.fake.deliveries.map(({ status }) => status)).toEqual(Array(9).fill(500))
    expect(rig.fake.hook(projet.hook).active).toBe(false)
    receiver.answer(200)
    return projet.hook
  }

  it('is silent while all is well', async () => {
    const hooks = rig.hooks()
    await setUpHooks(hooks, wanted)
    const watch = createWatch(hooks, wanted)
    await watch.look()
    expect(watch.marks).toEqual({ hooks: '2 active' })
    expect(watch.words()).toEqual([])
    expect(watch.reconciled).toEqual([])
  })

  it('switches on what Baserow switched off, has the table compared, and tells it once', async () => {
    const hooks = rig.hooks()
    const id = await breakProjet(hooks)
    const watch = createWatch(hooks, wanted)
    await watch.look()
    expect(rig.fake.hook(id)).toMatchObject({ active: true, failed: 0 })
    expect(watch.reconciled).toEqual([['projet']])
    expect(watch.words()).toEqual([
      'The webhook of projet is repaired - it was off: Baserow switches a webhook off after nine failed calls.',
    ])
    expect([...watch.mended]).toEqual([
      [[...watch.told.keys()][0], 'It is on again, and projet is compared for what was missed.'],
    ])
    const news = '2 active - projet was off, switched on again at 2026-11-23T13:32:00.000Z'
    expect(watch.marks.hooks).toBe(news)

    watch.now += HOUR
    await watch.look()
    expect(watch.marks.hooks).toBe(news)
    expect(watch.reconciled).toHaveLength(1)
    expect(watch.words()).toHaveLength(1)
    watch.now += 24 * HOUR
    await watch.look()
    expect(watch.marks.hooks).toBe('2 active')

    rig.fake.asUser(YAN).create('projet', { nom: 'Heard again' })
    await rig.fake.settled()
    expect(rig.fake.deliveries.at(-1)).toMatchObject({ hook: id, status: 200 })
  })

  it('switched off a second time it is told again', async () => {
    const hooks = rig.hooks()
    const id = await breakProjet(hooks)
    const watch = createWatch(hooks, wanted)
    await watch.look()
    Object.assign(rig.fake.hook(id), { active: false })
    watch.now += HOUR
    await watch.look()
    expect(watch.words()).toHaveLength(2)
    expect(watch.reconciled).toEqual([['projet'], ['projet']])
  })

  it('creates what is missing', async () => {
    const hooks = rig.hooks()
    await setUpHooks(hooks, wanted.slice(1))
    const watch = createWatch(hooks, wanted)
    await watch.look()
    expect(watch.reconciled).toEqual([['projet']])
    expect(watch.words()).toEqual(['The webhook of projet was missing, and is created.'])
    expect([...watch.mended.values()]).toEqual([
      'It is there now, and projet is compared for what was missed.',
    ])
    expect(watch.marks.hooks).toBe('2 active - projet was missing, created at 2026-11-23T13:32:00.000Z')
    expect(await hooks.list(rig.fake.table('projet'))).toMatchObject([{ active: true }])
  })

  it('what can not be repaired is one trouble until it is', async () => {
    const hooks = rig.hooks()
    await setUpHooks(hooks, wanted)
    const watch = createWatch(hooks, wanted)
    const body = { error: 'PERMISSION_DENIED' }
    const refuse = () => rig.fake.fail('GET webhooks', { status: 401, body, times: 4 })
    refuse()
    await watch.look()
    expect(watch.words()).toEqual([
      expect.stringMatching(
        /^projet - the webhooks could not be read: baserow: refused.*\nclient - the webhooks could not be read/,
      ),
    ])
    expect(watch.marks.hooks).toMatch(
      /^0 of 2 active since 2026-11-23T13:32:00.000Z - projet - the webhooks could not be read/,
    )
    expect(hooksAreWell(watch.marks.hooks ?? '')).toBe(false)

    watch.now += HOUR
    refuse()
    await watch.look()
    rig.fake.away()
    await watch.look()
    expect(watch.marks.hooks).toMatch(/^0 of 2 active since 2026-11-23T13:32/)
    expect(watch.told.size).toBe(1)
    expect(watch.mended.size).toBe(0)

    rig.fake.back()
    await watch.look()
    expect(watch.marks.hooks).toBe('2 active')
    expect([...watch.mended.values()]).toEqual(['All webhooks are on.'])
    expect(watch.reconciled).toEqual([])
  })

  it('leaves a Baserow that is away to its breaker', async () => {
    const hooks = rig.hooks()
    await setUpHooks(hooks, wanted)
    rig.fake.away()
    const watch = createWatch(hooks, wanted)
    await watch.look()
    expect(watch.words()).toEqual([])
    expect(watch.marks.hooks).toBe('not seen - Baserow did not answer at 2026-11-23T13:32:00.000Z')
  })

  it('tells of a second webhook of ours once', async () => {
    const hooks = rig.hooks()
    for (const { number, wanted: one } of [...wanted, ...wanted.slice(0, 1)]) await hooks.create(number, one)
    const watch = createWatch(hooks, wanted)
    await watch.look()
    watch.now += 24 * HOUR
    await watch.look()
    expect(watch.words()).toEqual([
      expect.stringContaining("projet - more than one webhook of Vigie's, so each event comes twice"),
    ])
    expect(watch.told.size).toBe(1)
  })
})

describe('without the account', () => {
  const limit = { silence: 2 * HOUR }

  it('tells once a day that nothing comes any more', async () => {
    const watch = createWatch(undefined, [])
    watch.marks.last_event = String(NOW + HOUR)
    watch.now = NOW + 3 * HOUR - 1
    await watch.look(limit)
    expect(watch.told.size).toBe(0)
    expect(watch.marks.hooks).toMatch(/^not watched - BASEROW_EMAIL and BASEROW_PASSWORD are not set/)
    expect(hooksAreWell(watch.marks.hooks ?? '')).toBe(true)

    watch.now += 1
    await watch.look(limit)
    await watch.look(limit)
    expect(watch.words()).toEqual([
      expect.stringMatching(/^No event from Baserow for 2 h of working time\. Is a webhook off\?/),
    ])
    expect(watch.marks.hooks).toBe('silent since 2026-11-23T14:32:00.000Z')
    expect(hooksAreWell(watch.marks.hooks ?? '')).toBe(false)
    watch.now += 24 * HOUR
    await watch.look(limit)
    expect(watch.told.size).toBe(2)

    await watch.look({ ...limit, startedAt: watch.now })
    expect(watch.marks.hooks).toBe('silent since 2026-11-23T14:32:00.000Z')
    expect(watch.mended.size).toBe(0)

    watch.marks.last_event = new Date(watch.now).toISOString()
    await watch.look(limit)
    expect(hooksAreWell(watch.marks.hooks ?? '')).toBe(true)
    expect([...watch.mended.keys()]).toEqual([...watch.told.keys()])
  })

  it.each([
    ['no event ever, counted from the start', {}, { since: NOW, silent: true, told: true }],
    ['a start after the last event', { lastEvent: NOW - HOUR }, { since: NOW, silent: true, told: true }],
    ['an event since', { lastEvent: NOW + HOUR }, { since: NOW + HOUR, silent: false, told: false }],
    ['a restart', { before: NOW - HOUR }, { since: NOW - HOUR, silent: true, told: true }],
    ['no limit', { silence: undefined }, { since: NOW, silent: false, told: false }],
    ['a night', { worked: () => 0 }, { since: NOW, silent: false, told: false }],
    [
      'an evening after a silent day',
      { worked: (from: number) => (from === NOW ? 2 * HOUR : 0) },
      { since: NOW, silent: true, told: false },
    ],
  ])('%s', (_what, over, expected) => {
    const facts = { lastEvent: undefined, before: undefined, startedAt: NOW, now: NOW + 2 * HOUR, ...limit }
    const worked = (from: number, to: number) => to - from
    expect(judgeSilence({ ...facts, worked, ...over })).toEqual(expected)
  })
})

describe('the mark', () => {
  it('forgets news that make no sense', () => {
    const kept = [{ table: 'projet', did: 'kept', hook: 5, spare: [] }] as const
    expect(markOf(kept, '1 active - projet was off at some time', NOW)).toBe('1 active')
    expect(markOf(kept, 'silent since 2026-11-23T13:32:00.000Z', NOW)).toBe('1 active')
  })
})
