import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Book, WaitingEntry } from '../../src/sync/book.ts'
import type { Cause } from '../../src/sync/delivery.ts'
import type { TraceLine } from '../../src/sync/trace.ts'
import { type KeptSync, SYNC_KINDS } from './sync-storage.ts'

const DAY_MS = 24 * 3_600_000

let started: KeptSync
let book: Book

/** As many at once as there are numbers below `count`. */
function together<T>(count: number, act: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => act(n)))
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe.each(SYNC_KINDS)('a book of the sync in %s', (_kind, start) => {
  beforeEach(async () => {
    started = await start()
    book = started.book
  })
  afterEach(() => started.stop())

  describe('links', () => {
    it('leads from a row to its page and back, until it is unlinked', async () => {
      expect(await book.links.pageOf('projet:1')).toBeUndefined()
      expect(await book.links.entityOf('page-a')).toBeUndefined()
      await book.links.link('projet:1', 'page-a')
      expect(await book.links.pageOf('projet:1')).toBe('page-a')
      expect(await book.links.entityOf('page-a')).toBe('projet:1')
      await book.links.unlink('projet:1')
      await book.links.unlink('projet:1')
      expect(await book.links.pageOf('projet:1')).toBeUndefined()
      expect(await book.links.entityOf('page-a')).toBeUndefined()
    })

    it('stays one to one: a new link undoes the old ones of both', async () => {
      await book.links.link('projet:1', 'page-a')
      await book.links.link('projet:2', 'page-b')
      await book.links.link('projet:1', 'page-b')
      expect(await book.links.pageOf('projet:1')).toBe('page-b')
      expect(await book.links.pageOf('projet:2')).toBeUndefined()
      expect(await book.links.entityOf('page-a')).toBeUndefined()
      expect(await book.links.entityOf('page-b')).toBe('projet:1')
      expect(await book.links.entitiesUnder('projet:')).toEqual(['projet:1'])
    })

    it('is the same when it is written twice', async () => {
      await book.links.link('projet:1', 'page-a')
      await book.links.link('projet:1', 'page-a')
      expect(await book.links.pageOf('projet:1')).toBe('page-a')
      expect(await book.links.entityOf('page-a')).toBe('projet:1')
    })

    it('stays one to one when many link at once', async () => {
      const links = [book.links, started.replica.book.links]
      await together(200, async (n) => links[n % 2]?.link(`projet:${n % 7}`, `page-${n % 5}`))
      const entities = await book.links.entitiesUnder('projet:')
      const pages = await Promise.all(entities.map(book.links.pageOf))
      expect(new Set(pages).size).toBe(entities.length)
      expect(pages).not.toContain(undefined)
      expect(await Promise.all(pages.map((page) => book.links.entityOf(page ?? '')))).toEqual(entities)
    })

    it('finds the children of one row, and of no other', async () => {
      for (const [n, entity] of [
        'formation:3',
        'formation:3/bloc:9',
        'formation:3/bloc:10',
        'formation:30/bloc:9',
      ].entries())
        await book.links.link(entity, `page-${n}`)
      const children = await book.links.entitiesUnder('formation:3/')
      expect([...children].sort()).toEqual(['formation:3/bloc:10', 'formation:3/bloc:9'])
      expect(await book.links.entitiesUnder('nothing')).toEqual([])
      expect(await book.links.entitiesUnder('')).toHaveLength(4)
    })
  })

  describe('memory', () => {
    it('remembers what it was told last, until it forgets', async () => {
      expect(await book.memory.get('projet:1')).toBeUndefined()
      await book.memory.set('projet:1', { fingerprint: 'a', at: 1 })
      const latest = { fingerprint: 'b', row: 'c', at: 2, affects: ['personne:5'], over: true, episode: 3 }
      await book.memory.set('projet:1', latest)
      expect(await book.memory.get('projet:1')).toEqual(latest)
      await book.memory.forget('projet:1')
      expect(await book.memory.get('projet:1')).toBeUndefined()
    })

    it('goes through the rows of a table, each once, without their children or other tables', async () => {
      await together(1_200, (n) => book.memory.set(`projet:${n + 1}`, { fingerprint: `f${n + 1}`, at: n }))
      await book.memory.set('projet_client:1', { fingerprint: 'other', at: 1 })
      await book.memory.set('projet:3/bloc:9', { fingerprint: 'child', at: 1 })
      const rows = await all(book.memory.ofTable('projet'))
      expect(rows).toHaveLength(1_200)
      expect(new Map(rows).get('projet:1200')).toEqual({ fingerprint: 'f1200', at: 1_199 })
      expect(await all(book.memory.ofTable('client'))).toEqual([])
    })

    it('can be forgotten while one goes through it', async () => {
      await together(50, (n) => book.memory.set(`projet:${n + 1}`, { fingerprint: 'x', at: n }))
      for await (const [entity] of book.memory.ofTable('projet')) await book.memory.forget(entity)
      expect(await all(book.memory.ofTable('projet'))).toEqual([])
    })
  })

  describe('causes', () => {
    const cause = (n: number): Cause => ({ event: `e${n}`, because: 'updated', at: n })

    it('keeps them in the order of coming, and settles the oldest', async () => {
      expect(await book.causes.of('projet:1')).toEqual([])
      for (const n of [2, 1, 3]) await book.causes.add('projet:1', cause(n))
      expect(await book.causes.of('projet:1')).toEqual([cause(2), cause(1), cause(3)])
      await book.causes.settle('projet:1', 2)
      expect(await book.causes.of('projet:1')).toEqual([cause(3)])
      expect(await book.causes.of('projet:2')).toEqual([])
    })

    it('takes the same cause once', async () => {
      await together(25, () => book.causes.add('projet:1', cause(1)))
      expect(await book.causes.of('projet:1')).toEqual([cause(1)])
    })

    it('keeps what comes while the others are seen to', async () => {
      await book.causes.add('projet:1', cause(1))
      const seen = await book.causes.of('projet:1')
      await started.replica.book.causes.add('projet:1', cause(2))
      await book.causes.settle('projet:1', seen.length)
      expect(await book.causes.of('projet:1')).toEqual([cause(2)])
    })

    it('keeps the latest hundred, and what pushed out the oldest after they were seen', async () => {
      for (let n = 0; n < 105; n += 1) await book.causes.add('projet:1', cause(n))
      const seen = await book.causes.of('projet:1')
      expect(seen).toEqual(Array.from({ length: 100 }, (_, n) => cause(n + 5)))
      for (let n = 105; n < 108; n += 1) await book.causes.add('projet:1', cause(n))
      await book.causes.settle('projet:1', seen.length)
      expect(await book.causes.of('projet:1')).toEqual([cause(105), cause(106), cause(107)])
    })

    it('settles without a look before, and nothing when there is nothing', async () => {
      await book.causes.settle('projet:1', 3)
      for (const n of [1, 2, 3]) await book.causes.add('projet:1', cause(n))
      await started.replica.book.causes.settle('projet:1', 2)
      expect(await book.causes.of('projet:1')).toEqual([cause(3)])
      await book.causes.settle('projet:1', 0)
      expect(await book.causes.of('projet:1')).toEqual([cause(3)])
    })
  })

  describe('trace', () => {
    const line = (event: string, more: Partial<TraceLine> = {}): TraceLine => ({
      at: 1,
      event,
      action: 'receive',
      success: true,
      ...more,
    })

    it('tells each event in the order of writing', async () => {
      const first = [line('e1'), line('e2', { entity: 'projet:1', reason: 'own_write', action: 'ignore' })]
      const more = [line('e1', { action: 'finish', page: 'p', durationMs: 12, ended: true }), line('e1')]
      await book.trace.write(first)
      await book.trace.write([])
      await book.trace.write(more)
      expect(await book.trace.of('e1')).toEqual([first[0], ...more])
      expect(await book.trace.of('e2')).toEqual([first[1]])
      expect(await book.trace.of('e3')).toEqual([])
    })

    it('keeps two lines that say the same', async () => {
      await book.trace.write([line('e1'), line('e1')])
      await book.trace.write([line('e1')])
      expect(await book.trace.of('e1')).toHaveLength(3)
    })

    it('keeps the latest two hundred lines of an event', async () => {
      await book.trace.write(Array.from({ length: 190 }, (_, n) => line('e1', { at: n })))
      await book.trace.write(Array.from({ length: 20 }, (_, n) => line('e1', { at: 190 + n })))
      expect((await book.trace.of('e1')).map(({ at }) => at)).toEqual(
        Array.from({ length: 200 }, (_, n) => n + 10),
      )
    })

    it('finds events by how they begin, those written to last first', async () => {
      for (const event of ['ab1', 'ab2', 'ac3', 'ab1é', 'ab1']) {
        await book.trace.write([line(event)])
        started.clock.jump(10)
      }
      expect(await book.trace.find('ab', 10)).toEqual(['ab1', 'ab1é', 'ab2'])
      expect(await book.trace.find('ab', 2)).toEqual(['ab1', 'ab1é'])
      expect(await book.trace.find('ab1é', 2)).toEqual(['ab1é'])
      expect(await book.trace.find('', 10)).toEqual(['ab1', 'ab1é', 'ac3', 'ab2'])
      expect(await book.trace.find('zz', 10)).toEqual([])
    })

    it('finds the newest among very many', async () => {
      for (let n = 0; n < 12; n += 1) {
        await book.trace.write(Array.from({ length: 100 }, (_, m) => line(`many-${n}-${m}`)))
        started.clock.jump(10)
      }
      await book.trace.write([line('many-last')])
      started.clock.jump(10)
      await book.trace.write([line('other')])
      const found = await book.trace.find('many', 3)
      expect(found[0]).toBe('many-last')
      expect(found.slice(1).map((event) => event.slice(0, 8))).toEqual(['many-11-', 'many-11-'])
    })

    it('forgets after a day, counted from the last line', async () => {
      await book.trace.write([line('old')])
      await book.trace.write([line('kept')])
      await started.later(DAY_MS / 2)
      await book.trace.write([line('kept')])
      await started.later(DAY_MS / 2)
      expect(await book.trace.find('', 10)).toEqual(['kept'])
      await book.trace.write([line('new')])
      expect(await book.trace.find('', 10)).toEqual(['new', 'kept'])
      expect(await book.trace.of('old')).toEqual([])
    })

    it('loses no line when many write at once', async () => {
      const traces = [book.trace, started.replica.book.trace]
      await together(150, async (n) => traces[n % 2]?.write([line('e1', { at: n }), line(`f${n}`)]))
      const ats = (await book.trace.of('e1')).map(({ at }) => at)
      expect(ats.sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, n) => n))
      expect(await book.trace.find('f', 500)).toHaveLength(150)
    })
  })

  describe('waiting', () => {
    const entry = (entity: string, more: Partial<WaitingEntry> = {}): Omit<WaitingEntry, 'times'> => ({
      entity,
      state: 'parked',
      since: 1_700_000_000_000,
      because: 'docmost: unreachable',
      events: ['e1'],
      ...more,
    })

    it('keeps what waits, as it was put', async () => {
      expect(await book.waiting.get('projet:1')).toBeUndefined()
      const put = await book.waiting.put(entry('projet:1', { system: 'docmost' }))
      expect(put).toEqual({ ...entry('projet:1', { system: 'docmost' }), times: 1 })
      expect(await book.waiting.get('projet:1')).toEqual(put)
      const silent = await book.waiting.put(entry('projet:2', { events: [], because: '"events":{}' }))
      expect(silent).toEqual({ ...entry('projet:2', { events: [], because: '"events":{}' }), times: 1 })
      expect(await book.waiting.get('projet:2')).toEqual(silent)
    })

    it('keeps since and events of what waited already, and counts it once more', async () => {
      await book.waiting.put(entry('projet:1', { events: ['e1', 'e2'] }))
      const more = {
        state: 'dead',
        since: 1_700_000_009_000,
        because: 'refused',
        events: ['e3', 'e1'],
      } as const
      const again = await book.waiting.put(entry('projet:1', more))
      expect(again).toEqual({
        ...entry('projet:1', { state: 'dead', because: 'refused', events: ['e2', 'e3', 'e1'] }),
        times: 2,
      })
      expect(await book.waiting.list('parked', 10)).toEqual([])
      expect(await book.waiting.list('dead', 10)).toEqual([again])
    })

    it('keeps the latest twenty events', async () => {
      await book.waiting.put(entry('projet:1', { events: Array.from({ length: 15 }, (_, n) => `a${n}`) }))
      const { events } = await book.waiting.put(
        entry('projet:1', { events: Array.from({ length: 15 }, (_, n) => `b${n}`) }),
      )
      expect(events).toHaveLength(20)
      expect([events[0], events[5], events[19]]).toEqual(['a10', 'b0', 'b14'])
    })

    it('lists more than Lua hands on at once: a long outage of a big base', async () => {
      await together(9_000, (n) => book.waiting.put(entry(`projet:${n}`, { since: n, events: [] })))
      const listed = await book.waiting.list('parked', 1_000_000)
      expect(listed).toHaveLength(9_000)
      expect(listed.at(-1)?.entity).toBe('projet:8999')
    })

    it('lists the longest waiting first, and counts each state', async () => {
      for (const [n, since] of [30, 10, 20].entries())
        await book.waiting.put(entry(`projet:${n}`, { since: 1_700_000_000_000 + since }))
      await book.waiting.put(entry('projet:9', { state: 'held' }))
      const entities = async (limit: number) =>
        (await book.waiting.list('parked', limit)).map(({ entity }) => entity)
      expect(await entities(10)).toEqual(['projet:1', 'projet:2', 'projet:0'])
      expect(await entities(2)).toEqual(['projet:1', 'projet:2'])
      expect(await entities(0)).toEqual([])
      expect(await book.waiting.count()).toEqual({ parked: 3, dead: 0, held: 1 })
    })

    it('is removed once, and counted anew afterwards', async () => {
      expect(await book.waiting.remove('projet:1')).toBe(false)
      await book.waiting.put(entry('projet:1'))
      const removed = await together(10, () => book.waiting.remove('projet:1'))
      expect(removed.filter(Boolean)).toHaveLength(1)
      expect(await book.waiting.count()).toEqual({ parked: 0, dead: 0, held: 0 })
      expect((await book.waiting.put(entry('projet:1'))).times).toBe(1)
    })

    it('counts each of many at once', async () => {
      const waiting = [book.waiting, started.replica.book.waiting]
      const put = await together(50, async (n) => waiting[n % 2]?.put(entry('projet:1')))
      expect(put.map((one) => one?.times).sort((a = 0, b = 0) => a - b)).toEqual(
        Array.from({ length: 50 }, (_, n) => n + 1),
      )
    })
  })

  describe('breakers', () => {
    it('is opened by one of many, and closed by one of many', async () => {
      const both = [book.breakers, started.replica.book.breakers]
      expect(await book.breakers.get('docmost')).toBeUndefined()
      expect(await book.breakers.close('docmost')).toBe(false)
      const opened = await together(20, async (n) =>
        both[n % 2]?.open('docmost', { since: n, because: `timeout ${n}` }),
      )
      expect(opened.filter(Boolean)).toHaveLength(1)
      const first = opened.indexOf(true)
      expect(await book.breakers.get('docmost')).toEqual({ since: first, because: `timeout ${first}` })
      expect(await book.breakers.get('baserow')).toBeUndefined()
      const closed = await together(20, async (n) => both[n % 2]?.close('docmost'))
      expect(closed.filter(Boolean)).toHaveLength(1)
      expect(await book.breakers.get('docmost')).toBeUndefined()
    })
  })

  describe('repeats', () => {
    it('counts what was said within the window, this time included', async () => {
      const at = started.clock.now()
      const count = (ms: number) => book.repeats.count('projet:1 abc', at + ms, 60_000)
      expect([await count(0), await count(1_000), await count(1_000)]).toEqual([1, 2, 3])
      expect(await book.repeats.count('projet:2 abc', at, 60_000)).toBe(1)
      expect(await count(59_999)).toBe(4)
      expect(await count(60_000)).toBe(4)
      expect(await count(120_000)).toBe(1)
    })

    it('counts each of a hundred at once', async () => {
      const both = [book.repeats, started.replica.book.repeats]
      const at = started.clock.now()
      const counts = await together(100, async (n) => both[n % 2]?.count('projet:1', at, 60_000))
      expect(counts.sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
    })
  })

  it('keeps the latest of each mark', async () => {
    expect(await book.marks.all()).toEqual({})
    await book.marks.set('last_event', '1')
    await book.marks.set('lag_ms', '20')
    await book.marks.set('last_event', '2')
    expect(await book.marks.all()).toEqual({ last_event: '2', lag_ms: '20' })
  })

  it('replaces lists as a whole, and tells an empty one from none', async () => {
    expect(await book.lists.read('trash')).toBeUndefined()
    await book.lists.replace('trash', [])
    expect(await book.lists.read('trash')).toEqual([])
    await book.lists.replace('trash', ['b', 'a'])
    await book.lists.replace('trash', ['c', 'a'])
    expect([...((await book.lists.read('trash')) ?? [])].sort()).toEqual(['a', 'c'])
    expect(await book.lists.read('shares')).toBeUndefined()
  })
})
