import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TABLES, YAN } from '../adapters/baserow-rig.ts'
import { payload } from '../fixtures/baserow/payload.ts'
import { type BaserowFake, type BaserowFakeOptions, startBaserow } from './baserow.ts'
import { type Caller, createCaller } from './baserow-caller.ts'
import type { BaserowPerson } from './baserow-people.ts'
import { type Receiver, startReceiver } from './baserow-receiver.ts'
import { pythonJson } from './python-json.ts'

/** The statements of the contract about webhooks, one by one. */
let fake: BaserowFake
let caller: Caller
let receiver: Receiver
let yan: BaserowPerson

async function start(options: Partial<BaserowFakeOptions> = {}): Promise<void> {
  await fake?.close()
  fake = await startBaserow({ tables: TABLES, people: [YAN], ...options })
  caller = createCaller(fake)
  yan = fake.asUser(YAN.id)
}

beforeEach(async () => {
  receiver = await startReceiver()
  await start()
})
afterEach(async () => {
  await fake.close()
  await receiver.close()
})

const types = () => receiver.calls.map(({ body }) => body['event_type'])
const SECOND = 1_000

describe('what is sent', () => {
  test('a new row: every field, by name, in the form of Python', async () => {
    const hook = await caller.hook('client', receiver.url)
    yan.create('client', { nom: 'Société Générale ✓' })
    await fake.settled()
    const [call] = receiver.calls
    expect(call?.body).toEqual({
      table_id: 42,
      database_id: 7,
      workspace_id: 3,
      webhook_id: hook,
      event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      event_type: 'rows.created',
      items: [
        { id: 1, order: '1.00000000000000000000', nom: 'Société Générale ✓', ville: null, projets: [] },
      ],
    })
    expect(call?.text).toContain('"nom": "Soci\\u00e9t\\u00e9 G\\u00e9n\\u00e9rale \\u2713", "ville": null')
  })

  test('headers: the three of Baserow over those of the hook', async () => {
    const headers = { Authorization: 'Bearer s3cret', 'X-Baserow-Event': 'mine', 'X-Two': '2' }
    await caller.hook('client', receiver.url, { headers })
    yan.create('client', {})
    await fake.settled()
    const [call] = receiver.calls
    expect(call).toMatchObject({
      method: 'POST',
      headers: {
        'user-agent': expect.stringMatching(/^python-requests\//),
        authorization: 'Bearer s3cret',
        'x-two': '2',
        'content-type': 'application/json',
        'x-baserow-event': 'rows.created',
        'x-baserow-delivery': call?.body['event_id'],
      },
    })
    expect(call?.names).toContain('Content-type')
  })

  test('a change: all fields before and after, by id when the hook wants so', async () => {
    await caller.hook('projet', receiver.url, { use_user_field_names: false, events: ['rows.updated'] })
    const id = yan.create('projet', { nom: 'Old', notes: 'same' })
    yan.update('projet', id, { nom: 'New' })
    await fake.settled()
    const [nom, notes] = ['nom', 'notes'].map((name) => `field_${fake.field('projet', name)}`)
    expect(receiver.calls.map(({ body }) => body)).toMatchObject([
      {
        items: [{ id, [nom ?? '']: 'New', [notes ?? '']: 'same' }],
        old_items: [{ id, [nom ?? '']: 'Old', [notes ?? '']: 'same' }],
      },
    ])
  })

  test('a deletion: ids only', async () => {
    await caller.hook('client', receiver.url, { events: ['rows.deleted'] })
    const ids = yan.paste('client', [{ nom: 'a' }, { nom: 'b' }])
    yan.delete('client', ...ids)
    await fake.settled()
    expect(receiver.calls.map(({ body }) => body)).toMatchObject([{ row_ids: ids }])
    expect(receiver.calls[0]?.body).not.toHaveProperty('items')
  })

  test('an identical change and a move fire, a restored row is a new one, an import is silent', async () => {
    await caller.hook('client', receiver.url)
    const [first = 0, second = 0] = fake.importRows('client', [{ nom: 'a' }, { nom: 'b' }])
    yan.update('client', first, { nom: 'a' })
    yan.move('client', second, first)
    yan.delete('client', first)
    yan.restore('client', first)
    await fake.settled()
    expect(types()).toEqual(['rows.updated', 'rows.updated', 'rows.deleted', 'rows.created'])
  })

  test('a write that says send_webhook_events=false is silent, whoever listens', async () => {
    await caller.hook('client', receiver.url)
    await caller.hook('projet', receiver.url)
    const client = yan.create('client', { nom: 'c' })
    await fake.settled()
    const rows = `/database/rows/table/${fake.table('projet')}`
    const query = 'user_field_names=true&send_webhook_events=false'
    const made = await caller.call('POST', `${rows}/?${query}`, { nom: 'p', client: [client] })
    expect(made.status).toBe(200)
    await caller.call('PATCH', `${rows}/1/?${query}`, { nom: 'q' })
    await caller.call('PATCH', `${rows}/1/move/?send_webhook_events=false`)
    await caller.call('POST', `${rows}/batch/?${query}`, { items: [{ nom: 'r' }] })
    await caller.call('PATCH', `${rows}/batch/?${query}`, { items: [{ id: 2, nom: 's' }] })
    await caller.call('POST', `${rows}/batch-delete/?send_webhook_events=false`, { items: [2] })
    await caller.call('DELETE', `${rows}/1/?send_webhook_events=false`)
    await fake.settled()
    expect(types()).toEqual(['rows.created'])
    await caller.call('POST', `${rows}/?user_field_names=true`, { nom: 'loud' })
    await fake.settled()
    expect(types()).toEqual(['rows.created', 'rows.created'])
  })

  test('the bodies of the fixtures are in this form, to the byte', () => {
    for (const name of ['rows-created', 'rows-updated', 'rows-updated-linked-batch-1', 'view-rows-entered']) {
      const text = payload(name).toString('latin1')
      expect(pythonJson(JSON.parse(text))).toBe(text)
    }
  })
})

describe('links', () => {
  test('the other table hears of a new one: no old items, and a header that says otherwise', async () => {
    const hook = await caller.hook('client', receiver.url)
    const other = await caller.hook('projet', receiver.url)
    const [acme = 0] = fake.importRows('client', [{ nom: 'Acme' }])
    const projet = yan.create('projet', { nom: 'P', client: [acme] })
    await fake.settled()
    const linked = receiver.calls.find(({ body }) => body['webhook_id'] === hook)
    expect(linked).toMatchObject({
      headers: { 'x-baserow-event': 'rows.created' },
      body: { event_type: 'rows.updated', items: [{ id: acme, projets: [{ id: projet }] }], total_count: 1 },
    })
    expect(linked?.body).not.toHaveProperty('old_items')
    const own = receiver.calls.find(({ body }) => body['webhook_id'] === other)
    expect(own?.body['event_id']).toBe(linked?.body['event_id'])
  })

  test('a change that leaves the links alone is told with nothing in it', async () => {
    await caller.hook('client', receiver.url)
    const [acme] = fake.importRows('client', [{ nom: 'Acme' }])
    const [projet = 0] = fake.importRows('projet', [{ nom: 'P', client: [acme] }])
    yan.update('projet', projet, { nom: 'Q' })
    await fake.settled()
    expect(receiver.calls.map(({ body }) => body)).toMatchObject([{ items: [], total_count: 0 }])
  })

  test('many rows come in batches with one event id, and what is over the limit is lost', async () => {
    await start({ batchRows: 2, batches: 2 })
    await caller.hook('client', receiver.url)
    const ids = fake.importRows('client', Array(5).fill({ nom: 'c' }))
    yan.create('projet', { client: ids.slice(0, 3) })
    await fake.settled()
    expect(receiver.calls.map(({ body }) => body)).toMatchObject([
      { items: { length: 2 }, total_count: 3, offset: 0, batch_size: 2, batch_id: 1 },
      { items: { length: 1 }, total_count: 3, offset: 2, batch_size: 1, batch_id: 2 },
    ])
    expect(new Set(receiver.calls.map(({ body }) => body['event_id'])).size).toBe(1)
    yan.create('projet', { client: ids })
    await fake.settled()
    expect(receiver.calls).toHaveLength(4)
    expect(fake.dropped).toMatchObject([{ why: 'batch limit' }])
  })

  test('are read again at each attempt, the rows of the own table are not', async () => {
    const linked = await caller.hook('client', receiver.url, { events: ['rows.updated'] })
    const own = await caller.hook('projet', receiver.url, { events: ['rows.created'] })
    const [acme = 0] = fake.importRows('client', [{ nom: 'Before' }])
    receiver.answer(500)
    yan.create('projet', { nom: 'P', client: [acme] })
    await fake.settled()
    receiver.answer(200)
    const rows = `/database/rows/table/${fake.table('client')}`
    const query = 'user_field_names=true&send_webhook_events=false'
    await caller.call('PATCH', `${rows}/${acme}/?${query}`, { nom: 'After' })
    fake.clock.jump(SECOND)
    await fake.until(() => fake.deliveries.filter(({ status }) => status === 200).length === 2)
    const last = (hook: number) => receiver.calls.findLast(({ body }) => body['webhook_id'] === hook)?.body
    expect(last(linked)).toMatchObject({ items: [{ nom: 'After' }] })
    expect(last(own)).toMatchObject({ items: [{ client: [{ value: 'Before' }] }] })
  })
})

describe('duplicates', () => {
  test('a hook for some fields is called once for each that matches, and for no other change', async () => {
    const fields = [fake.field('projet', 'nom'), fake.field('projet', 'notes')]
    const event_config = [{ event_type: 'rows.updated', fields }]
    await caller.hook('projet', receiver.url, { events: ['rows.updated'], event_config })
    const id = yan.create('projet', {})
    yan.update('projet', id, { nom: 'a', notes: 'b', heures: 1 })
    await fake.settled()
    expect(receiver.calls).toHaveLength(2)
    expect(new Set(receiver.calls.map(({ body }) => body['event_id'])).size).toBe(1)
    yan.update('projet', id, { heures: 2 })
    yan.move('projet', id)
    await fake.settled()
    expect(receiver.calls).toHaveLength(2)
  })

  test('a hook for everything that also has a list is called once for each of the list', async () => {
    await caller.hook('client', receiver.url, { include_all_events: undefined })
    yan.create('client', {})
    await fake.settled()
    expect(types()).toEqual(Array(3).fill('rows.created'))
  })
})

describe('attempts', () => {
  test('one call at a time for each hook', async () => {
    await caller.hook('client', receiver.url)
    receiver.hold()
    for (let made = 0; made < 5; made += 1) yan.create('client', { nom: `c${made}` })
    await expect.poll(() => receiver.calls.length).toBe(1)
    receiver.release()
    await fake.settled()
    expect(receiver.calls).toHaveLength(5)
    expect(receiver.mostAtOnce()).toBe(1)
  })

  test('come back after 1, 2, 4 ... 128 s with the same id and body; the ninth failure ends it', async () => {
    const hook = await caller.hook('client', receiver.url)
    receiver.answer(404)
    yan.create('client', {})
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await fake.until(() => fake.deliveries.length === attempt)
      await fake.settled()
      expect(fake.hook(hook)).toMatchObject({ active: attempt < 9, failed: Math.min(attempt, 8) })
      const wait = 2 ** (attempt - 1) * SECOND
      // Not a moment early: a tenth of the wait is left.
      fake.clock.jump(wait * 0.9)
      expect(fake.waiting()).toBe(attempt < 9 ? 1 : 0)
      fake.clock.jump(wait * 0.1)
    }
    expect(new Set(receiver.calls.map(({ text }) => text)).size).toBe(1)
    expect(fake.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(fake.dropped).toMatchObject([{ hook, why: 'deactivated' }])
  })

  test('a burst during an outage: off at once, everything queued and waiting is lost', async () => {
    const hook = await caller.hook('client', receiver.url)
    receiver.answer(500)
    for (let made = 0; made < 12; made += 1) yan.create('client', {})
    await fake.settled()
    expect(fake.hook(hook).active).toBe(false)
    expect(receiver.calls).toHaveLength(9)
    expect(fake.waiting()).toBe(0)
    expect(fake.dropped).toHaveLength(12)
    receiver.answer(200)
    yan.create('client', {})
    await fake.settled()
    expect(receiver.calls).toHaveLength(9)
    await caller.call('PATCH', `/database/webhooks/${hook}/`, { active: true }, await caller.signIn())
    expect(fake.hook(hook)).toMatchObject({ active: true, failed: 0 })
    yan.create('client', {})
    await fake.settled()
    expect(receiver.calls).toHaveLength(10)
  })

  test('a success forgets the failures, and overtakes what waits', async () => {
    const hook = await caller.hook('client', receiver.url)
    receiver.answer(503)
    yan.create('client', { nom: 'first' })
    await fake.settled()
    expect(fake.hook(hook).failed).toBe(1)
    receiver.answer(200)
    yan.create('client', { nom: 'second' })
    await fake.settled()
    expect(fake.hook(hook).failed).toBe(0)
    fake.clock.jump(SECOND)
    await fake.until(() => fake.deliveries.length === 3)
    const names = receiver.calls.map(({ body }) => JSON.stringify(body['items']).includes('first'))
    expect(names).toEqual([true, false, true])
  })

  test('a slow receiver has done the work and hears of it again', async () => {
    await start({ timeoutMs: 500, speed: 1_000 })
    await caller.hook('client', receiver.url)
    receiver.hold()
    yan.create('client', {})
    await fake.until(() => fake.deliveries.length === 1)
    receiver.release()
    await fake.until(() => fake.deliveries.length === 2)
    expect(fake.deliveries.map(({ status }) => status)).toEqual([0, 200])
    expect(receiver.calls).toHaveLength(2)
  })

  test('address and headers are those of the event, also after a change of the hook', async () => {
    const hook = await caller.hook('client', `${receiver.url}/old`)
    receiver.answer(500)
    yan.create('client', {})
    await fake.settled()
    receiver.answer(200)
    const change = { url: `${receiver.url}/new`, headers: { Authorization: 'Bearer rotated' } }
    await caller.call('PATCH', `/database/webhooks/${hook}/`, change, await caller.signIn())
    fake.clock.jump(SECOND)
    await fake.until(() => fake.deliveries.length === 2)
    expect(receiver.calls[1]).toMatchObject({
      path: '/old',
      headers: { authorization: 'Bearer hook-secret' },
    })
  })

  test('a redirect is followed, and the body is lost on the way', async () => {
    await caller.hook('client', `${receiver.url}/moved`)
    const target = await startReceiver()
    receiver.answer(302, { location: `${target.url}/here` })
    yan.create('client', {})
    await fake.settled()
    expect(target.calls).toMatchObject([{ method: 'GET', path: '/here', text: '' }])
    expect(fake.deliveries).toMatchObject([{ status: 200 }])
    await target.close()
  })

  test('the last ten calls can be read, a retry in the place of the attempt before', async () => {
    const hook = await caller.hook('client', receiver.url)
    receiver.answer(500)
    yan.create('client', {})
    await fake.settled()
    expect(fake.hook(hook).calls).toMatchObject([{ response_status: 500, response: 'noted' }])
    receiver.answer(200)
    fake.clock.jump(SECOND)
    await fake.until(() => fake.deliveries.length === 2)
    await fake.settled()
    expect(fake.hook(hook).calls).toMatchObject([{ response_status: 200, event_type: 'rows.created' }])
    for (let made = 0; made < 12; made += 1) yan.create('client', {})
    await fake.settled()
    expect(fake.hook(hook).calls).toHaveLength(10)
  })
})
