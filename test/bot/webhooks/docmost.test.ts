import { randomUUID } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import { createServer } from '../../../src/bot/server.ts'
import { createDocmostWebhook } from '../../../src/bot/webhooks/docmost.ts'
import type { Delivery } from '../../../src/sync/delivery.ts'
import { createLeverClock } from '../../fakes/clock.ts'
import { type DocmostEvent, eventAbout, sendWebhook } from '../../fakes/docmost-hooks.ts'

const SECRET = 'a-webhook-secret'
const AT = '2026-11-23T12:00:00.000Z'
const lines: string[] = []
const clock = createLeverClock()
const { queue } = createMemorySyncStorage(clock)
let taken: Delivery[] = []
let store: () => Promise<void> = async () => undefined
let url = ''

const server = createServer({
  log: pino({ level: 'silent' }),
  health: { store: 'memory', surfaces: {}, ping: async () => undefined },
})

beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
  const take = async (delivery: Delivery) => {
    await store()
    const result = await queue.take(delivery)
    if (result === 'stored') taken.push(delivery)
    return result
  }
  await server.register(createDocmostWebhook({ secrets: ['old-secret', SECRET], take, clock, log }))
  url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/webhooks/docmost`
})

beforeEach(() => {
  lines.length = 0
  taken = []
  store = async () => undefined
})

afterAll(() => server.close())

/** Another page each time. */
function event(over: Partial<DocmostEvent> = {}, page: Partial<DocmostEvent['page']> = {}): DocmostEvent {
  const about = { title: 'Réunion', icon: null, spaceId: randomUUID(), parentPageId: null, labels: [] }
  return eventAbout(
    { id: randomUUID(), slugId: 'abcdefghij', updatedAt: AT, ...about, ...page },
    { actor: { id: 'u', name: 'Yan' }, at: AT, ...over },
  )
}

async function send(one: DocmostEvent | string, secret = SECRET) {
  const { status, body } = await sendWebhook(url, secret, one)
  return { status, body: JSON.parse(body) }
}

async function post(body: string, signature?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(signature === undefined ? {} : { 'x-docmost-signature': signature }),
  }
  return (await fetch(url, { method: 'POST', headers, body })).status
}

test('a page that was created is stored, then acknowledged', async () => {
  const one = event()
  expect(await send(one)).toEqual({ status: 202, body: { accepted: true, event_id: one.event_id } })
  expect(taken).toEqual([
    {
      key: `docmost:${one.page.id}:${AT}`,
      event: one.event_id,
      source: 'docmost',
      type: 'page.created',
      at: expect.any(Number),
      happenedAt: Date.parse(AT),
      changes: [{ entity: `page:${one.page.id}`, because: 'created' }],
    },
  ])
})

test('sent again it is a duplicate', async () => {
  const one = event()
  await send(one)
  expect(await send(one)).toEqual({ status: 200, body: { duplicate: true, event_id: one.event_id } })
  expect(taken).toHaveLength(1)
})

test('the same moment in other words is the same change, other labels are another', async () => {
  const one = event()
  await send(one)
  const again = {
    ...one,
    event_id: randomUUID(),
    page: { ...one.page, updatedAt: '2026-11-23T13:00:00.000123+01:00' },
  }
  expect((await send(again)).status).toBe(200)
  const ours = { ...again, page: { ...again.page, labels: ['baserow-t4-r42'] } }
  expect((await send(ours)).status).toBe(200)
  const labelled = { ...again, page: { ...again.page, labels: ['compte-rendu'] } }
  expect((await send(labelled)).status).toBe(202)
})

test('the mark of our own writes is handed on', async () => {
  await send(event({ event: 'page.updated', origin: 'bridge' }))
  expect(taken).toMatchObject([{ type: 'page.updated', origin: 'bridge' }])
})

test('a share, deleted and created again, is about its page each time', async () => {
  const one = event({ event: 'share.created', share: { id: 'share-1', key: 'k', includeSubPages: false } })
  expect((await send(one)).status).toBe(202)
  expect((await send({ ...one, event_id: randomUUID() })).status).toBe(200)
  const again = { ...one, event_id: randomUUID(), share: { id: 'share-2', key: 'k', includeSubPages: false } }
  expect((await send(again)).status).toBe(202)
  const entity = `page:${one.page.id}`
  expect(taken).toMatchObject([
    { type: 'share.created', changes: [{ entity }] },
    { type: 'share.created', changes: [{ entity }] },
  ])
})

test('the trash moves no time: each event of it counts', async () => {
  const one = { ...event(), event: 'page.deleted' }
  for (const sent of [one, { ...one, event_id: randomUUID() }, { ...one, event: 'page.restored' }])
    expect((await send(JSON.stringify(sent))).status).toBe(202)
  expect(taken.map(({ changes }) => changes[0]?.because)).toEqual(['deleted', 'deleted', 'updated'])
})

test.each<[string, (body: string) => Promise<string | undefined>]>([
  ['no signature', async () => undefined],
  ['an empty one', async () => ''],
  ['another secret', (body) => sign('wrong', body)],
  ['both secrets as one', (body) => sign(`old-secret, ${SECRET}`, body)],
  ['the signature of another body', () => sign(SECRET, 'other')],
  ['another scheme', async (body) => (await sign(SECRET, body)).replace('sha256', 'sha1')],
  ['too short', async (body) => (await sign(SECRET, body)).slice(0, -1)],
])('refused with 401: %s', async (_why, signature) => {
  const body = JSON.stringify(event())
  expect(await post(body, await signature(body))).toBe(401)
  expect(taken).toEqual([])
  expect(lines.join('')).toContain('bad or missing signature')
})

test('either of two secrets is taken during rotation', async () => {
  expect((await send(event(), 'old-secret')).status).toBe(202)
  expect((await send(event(), SECRET)).status).toBe(202)
})

test('the signature is over the bytes as they came, in either case', async () => {
  const body = `${JSON.stringify(event()).replace('{', '{ ').replace('Yan', 'Y\\u0061n')}\n`
  expect(await post(body, (await sign(SECRET, body)).toUpperCase().replace('SHA256', 'sha256'))).toBe(202)
})

test('only what is no JSON is 400', async () => {
  expect((await send('{"event":')).status).toBe(400)
  expect((await send('event=page.created')).status).toBe(400)
  expect(await post('', await sign(SECRET, ' '))).toBe(401)
  expect(taken).toEqual([])
})

test.each<[string, () => unknown, string]>([
  ['nothing', () => null, 'it is not shaped as an event of Docmost'],
  ['a list', () => [event()], 'it is not shaped as an event of Docmost'],
  ['an id with blanks', () => ({ ...event(), event_id: 'a b' }), 'it is not shaped as an event of Docmost'],
  ['a slug id', () => event({}, { id: 'abcdefghij' }), 'its page can not be read'],
  ['no time', () => event({}, { updatedAt: 'yesterday' }), 'its page can not be read'],
])('accepted and kept as unusable: %s', async (_what, body, unusable) => {
  const text = JSON.stringify(body())
  expect((await send(text)).status).toBe(202)
  expect((await send(text)).body).toMatchObject({ duplicate: true })
  expect(taken).toMatchObject([{ source: 'docmost', changes: [], unusable }])
  expect(lines.join('')).toContain(unusable)
})

test('an event that nobody needs is kept without a change', async () => {
  const one = { ...event(), event: 'comment.created' }
  expect((await send(JSON.stringify(one))).status).toBe(202)
  expect(taken).toEqual([
    {
      key: `docmost:event:${one.event_id}`,
      event: one.event_id,
      source: 'docmost',
      type: 'comment.created',
      at: expect.any(Number),
      changes: [],
    },
  ])
})

test('what can not be stored is 503, and taken when it is sent again', async () => {
  store = () => Promise.reject(new Error('the store is gone'))
  const one = event()
  expect((await send(one)).status).toBe(503)
  store = async () => undefined
  expect((await send(one)).status).toBe(202)
})

test('the answer waits until the event is stored', async () => {
  let settle = () => {}
  const begun = new Promise<void>((resolve) => {
    store = () => {
      resolve()
      return new Promise((done) => {
        settle = done
      })
    }
  })
  let answered = false
  const answer = send(event()).then((one) => {
    answered = true
    return one
  })
  await begun
  expect(answered).toBe(false)
  settle()
  expect((await answer).status).toBe(202)
})

test('4 MB are taken, more than 5 MB are 413', async () => {
  const padded = (mb: number) => JSON.stringify({ ...event(), padding: 'x'.repeat(mb * 1024 * 1024) })
  expect((await send(padded(4))).status).toBe(202)
  expect((await send(padded(5))).status).toBe(413)
})
