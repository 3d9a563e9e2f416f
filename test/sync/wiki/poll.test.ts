import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createServer } from '../../../src/bot/server.ts'
import { createDocmostWebhook } from '../../../src/bot/webhooks/docmost.ts'
import { createPoll } from '../../../src/sync/wiki/poll.ts'
import { eventAbout, sendWebhook } from '../../fakes/docmost-hooks.ts'
import { startWikiRig, type WikiRig } from './wiki-rig.ts'

const HOUR = 3_600_000
let rig: WikiRig

beforeEach(async () => {
  rig = await startWikiRig()
  await rig.poll()
  await rig.settled()
  rig.looks.length = 0
})

afterEach(async () => {
  expect([...rig.wiki.refused, ...rig.fake.refused]).toEqual([])
  await rig.close()
})

async function pollAll(): Promise<void> {
  await rig.poll()
  await rig.settled()
}

const typed = (title = 'Réunion') => rig.admin.create({ space: 'agence', title, parent: rig.parent })

test('a page typed by a person is found, becomes a row, and is looked at once', async () => {
  const page = typed()
  await pollAll()
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['done'])
  expect(rig.rows()).toMatchObject([{ titre: 'CR Réunion', docmost_page_id: page }])
})

test('the first poll begins at now', async () => {
  const other = await startWikiRig()
  other.clock.jump(11_000)
  const fresh = other.admin.create({ space: 'agence', title: 'Réunion', parent: other.parent })
  await other.poll()
  await other.settled()
  expect([other.endsOf(other.parent), other.endsOf(fresh)]).toEqual([[], ['done']])
  await other.close()
})

test('a page of the first seconds, committed late, is still found', async () => {
  rig.clock.jump(60_000)
  const page = typed()
  rig.clock.jump(9_000)
  const later = typed('Autre')
  await rig.book.marks.set('feed_read_to', rig.wiki.page(later).updatedAt)
  await pollAll()
  expect([rig.endsOf(page), rig.endsOf(later)]).toEqual([['done'], ['done']])
})

test('a new title and a move by a person', async () => {
  const page = rig.admin.create({ space: 'agence', title: 'Brouillon' })
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['no_rule'])
  rig.clock.jump(1_000)
  rig.admin.move(page, rig.parent)
  await pollAll()
  rig.clock.jump(1_000)
  rig.admin.update(page, { title: 'Réunion' })
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['no_rule', 'done', 'done'])
  expect(rig.rows()).toMatchObject([{ titre: 'CR Réunion' }])
})

test('many pages of one millisecond, each once', async () => {
  const pages = rig.admin.importPages(
    'agence',
    Array.from({ length: 150 }, (_, index) => `Import ${index}`),
  )
  await pollAll()
  await pollAll()
  expect(pages.map((page) => rig.endsOf(page))).toEqual(pages.map(() => ['no_rule']))
})

test('own writes make no deliveries, and are traced once', async () => {
  const page = rig.bot.create({ space: 'agence', title: 'Projet Site - ACME' })
  await rig.book.links.link('projet:42', page)
  await rig.book.memory.set('projet:42', { fingerprint: 'f', at: 1, title: 'Projet Site - ACME' })
  await pollAll()
  await pollAll()
  expect(rig.endsOf(page)).toEqual([])
  const own = rig.logged.filter((line) => 'reason' in line && line.reason === 'own_write')
  expect(own).toMatchObject([{ entity: `page:${page}`, action: 'ignore', ended: true }])
  const [event] = own.map((line) => ('event_id' in line ? String(line.event_id) : ''))
  expect(await rig.book.trace.of(event ?? '')).toHaveLength(1)
  rig.clock.jump(1_000)
  rig.admin.move(page, rig.parent)
  await pollAll()
  expect(rig.endsOf(page)).toEqual([])
  rig.clock.jump(1_000)
  rig.admin.update(page, { title: 'Autre' })
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['up_to_date'])
  expect(rig.rows()).toEqual([])
})

test('a page of the bot with a title that nobody wrote down is no own write', async () => {
  const page = rig.bot.create({ space: 'agence', title: 'Projet' })
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['own_write'])
  await rig.book.links.link('projet:42', page)
  rig.clock.jump(1_000)
  rig.bot.update(page, { title: 'Projet neuf' })
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['own_write', 'up_to_date'])
})

test('nothing is lost when the store is away: the mark stays until all is stored', async () => {
  const before = (await rig.book.marks.all()).feed_read_to
  rig.clock.jump(60_000)
  const pages = [typed('Un'), typed('Deux'), typed('Trois')]
  let taken = 0
  const take: WikiRig['deps']['queue']['take'] = async (delivery) => {
    taken += 1
    if (taken > 1) throw new Error('the store is away')
    return rig.deps.queue.take(delivery)
  }
  await expect(createPoll({ ...rig.deps, queue: { take } })()).rejects.toThrow('the store is away')
  expect((await rig.book.marks.all()).feed_read_to).toBe(before)
  rig.clock.jump(HOUR)
  await pollAll()
  expect(pages.map((page) => rig.endsOf(page))).toEqual([['done'], ['done'], ['done']])
  expect((await rig.book.marks.all()).feed_read_to).toBe(rig.wiki.page(pages[2] ?? '').updatedAt)
})

test('Docmost away: the poll says so, and the next one finds what came meanwhile', async () => {
  const page = typed()
  rig.wiki.away()
  await expect(rig.poll()).rejects.toThrow('docmost: unreachable')
  rig.wiki.back()
  await pollAll()
  expect(rig.endsOf(page)).toEqual(['done'])
})

test('the lag is that of the newest change, and nothing new is no lag', async () => {
  typed('Un')
  rig.clock.jump(40_000)
  typed('Deux')
  rig.clock.jump(20_000)
  await pollAll()
  const lag = Number((await rig.book.marks.all()).lag_ms)
  expect(lag).toBeGreaterThanOrEqual(20_000)
  expect(lag).toBeLessThan(40_000)
  const began = rig.clock.now()
  await pollAll()
  const marks = await rig.book.marks.all()
  expect(marks.lag_ms).toBe('0')
  expect(Date.parse(marks.last_poll ?? '')).toBeGreaterThanOrEqual(began)
})

test('a quiet wiki: days later the last change is not looked at again', async () => {
  const page = typed()
  await pollAll()
  for (let hours = 0; hours < 72; hours += 6) {
    rig.clock.jump(6 * HOUR)
    await pollAll()
  }
  expect(rig.endsOf(page)).toEqual(['done'])
})

test('a time from the future does not hide what comes after', async () => {
  const ahead = { now: () => rig.clock.now() - HOUR, after: rig.clock.after }
  const slow = createPoll({ ...rig.deps, clock: ahead })
  const first = typed('Un')
  await slow()
  const second = typed('Deux')
  await slow()
  await rig.settled()
  expect([rig.endsOf(first), rig.endsOf(second)]).toEqual([['done'], ['done']])
})

test.each(['webhook', 'poll'] as const)(
  'webhook and poll of one change are one look: %s first',
  async (first) => {
    const server = createServer({
      log: pino({ level: 'silent' }),
      health: { store: 'memory', surfaces: {}, ping: async () => undefined },
    })
    const { queue, clock } = rig.deps
    await server.register(
      createDocmostWebhook({ secrets: ['s3cret'], take: queue.take, clock, log: pino({ level: 'silent' }) }),
    )
    const url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/webhooks/docmost`
    const page = typed()
    const actor = { id: rig.wiki.userId('admin@example.test'), name: 'Admin User' }
    const { slugId, title, icon, parent, updatedAt, labels } = rig.wiki.page(page)
    const about = {
      id: page,
      slugId,
      title,
      icon,
      spaceId: rig.wiki.spaceId('agence'),
      parentPageId: parent,
      updatedAt,
      labels,
    }
    const event = eventAbout(about, { actor, at: updatedAt })
    if (first === 'poll') await pollAll()
    const { status } = await sendWebhook(url, 's3cret', event)
    await rig.settled()
    await pollAll()
    expect(status).toBe(first === 'poll' ? 200 : 202)
    expect(rig.looks.filter((look) => look.page === page)).toMatchObject([
      { outcome: { ended: 'done' }, because: [first === 'poll' ? 'updated' : 'created'] },
    ])
    await server.close()
  },
)
