import { createHmac } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBaserowHooks } from '../../../src/adapters/baserow/hooks.ts'
import { createServer } from '../../../src/bot/server.ts'
import { type BaserowWebhookDeps, createBaserowWebhook } from '../../../src/bot/webhooks/baserow.ts'
import type { Delivery } from '../../../src/sync/delivery.ts'
import { hashOf } from '../../../src/sync/hash.ts'
import type { SyncRules, TableRule } from '../../../src/sync/rules.ts'
import { YAN } from '../../adapters/baserow-rig.ts'
import { type BaserowFake, startBaserow } from '../../fakes/baserow.ts'
import { payload } from '../../fixtures/baserow/payload.ts'

const SECRETS = ['the-old-secret', 'the-new-secret'] as const
const AT = Date.parse('2026-11-24T09:00:00Z')
const EVENT = '0f8fad5b-d9cb-469f-a165-70867728950e'

const PAGE = {
  space: 'Agence',
  title: '{nom} - {client}',
  template: '',
  link: 'page',
  whenDeleted: 'keep',
} as const

const RULES: SyncRules = {
  tables: {
    projet: ruleFor(42, { links: { Link: 'client' }, writtenBy: 'modifié par' }),
    client: ruleFor(53, { links: { projets: 'devis', factures: 'facture' }, writtenBy: 'modifié par' }),
    devis: ruleFor(54, { links: { client: 'client' }, page: PAGE }),
    intervention: ruleFor(43, { links: { field_11: 'personne' } }),
  },
  pages: {},
  shares: { notify: true },
  timing: { poll: 10_000, sweep: 600_000, reconcile: 3_600_000 },
}

let url = ''
let lines: string[] = []
let taken: Delivery[] = []
let marks: string[][] = []
/** What time would bring. */
const due = new Set<() => void>()
let store: () => Promise<void>
let finished: BaserowWebhookDeps['finished']

const server = createServer({
  log: pino({ level: 'silent' }),
  health: { store: 'memory', surfaces: {}, ping: async () => undefined },
})

beforeAll(async () => {
  const deps: BaserowWebhookDeps = {
    secrets: SECRETS,
    rules: RULES,
    async take(delivery) {
      await store()
      if (taken.some(({ key }) => key === delivery.key)) return 'duplicate'
      taken.push(delivery)
      return 'stored'
    },
    async mark(...mark) {
      await store()
      marks.push(mark)
    },
    finished: (...asked) => finished(...asked),
    clock: {
      now: () => AT,
      after(_ms, then) {
        due.add(then)
        return () => void due.delete(then)
      },
    },
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
  }
  await server.register(createBaserowWebhook(deps))
  url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/webhooks/baserow/projet-changed`
})

beforeEach(() => {
  lines = []
  taken = []
  marks = []
  store = async () => undefined
  finished = async () => undefined
})

afterAll(() => server.close())

type Sent = { readonly body?: string | Buffer<ArrayBuffer>; readonly headers?: Record<string, string> }

const BEARER = { authorization: `Bearer ${SECRETS[1]}` }

async function post({ body = payload('rows-updated'), headers = BEARER }: Sent = {}) {
  const answer = await fetch(url, { method: 'POST', headers, body })
  return { status: answer.status, body: await answer.json(), headers: answer.headers }
}

function signature(body: string | Buffer, secret: string = SECRETS[1]) {
  return { 'x-baserow-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
}

/** The same event as `rows-updated.raw`, otherwise than it was. */
function told(over: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(payload('rows-updated').toString()), ...over })
}

function ruleFor(table: number, over: Partial<TableRule> = {}): TableRule {
  return { table, links: {}, checksCapacityOf: [], ...over }
}

const ACCEPTED = { status: 202, body: { accepted: true, event_id: EVENT } }

describe('who may tell us anything', () => {
  test.each<[string, Record<string, string>]>([
    ['the bearer', BEARER],
    ['the old bearer during rotation', { authorization: `bearer  ${SECRETS[0]}` }],
    ['a signature', signature(payload('rows-updated'))],
    ['a signature by the old secret', signature(payload('rows-updated'), SECRETS[0])],
    ['a signature in capitals', upper(signature(payload('rows-updated')))],
    ['a good bearer beside a bad signature', { ...BEARER, ...signature('another body') }],
    [
      'a good signature beside a bad bearer',
      { authorization: 'Bearer no', ...signature(payload('rows-updated')) },
    ],
  ])('taken: %s', async (_what, headers) => {
    expect(await post({ headers })).toMatchObject(ACCEPTED)
    expect(taken).toHaveLength(1)
  })

  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['another bearer', { authorization: 'Bearer the-new-secre' }],
    ['both secrets as one', { authorization: `Bearer ${SECRETS.join()}` }],
    ['the secret without its scheme', { authorization: SECRETS[1] }],
    ['the signature of another body', signature('{}')],
    ['a signature by another secret', signature(payload('rows-updated'), 'guessed')],
    ['what is no signature', { 'x-baserow-signature': 'sha256=00' }],
    ['an empty signature', { 'x-baserow-signature': '' }],
  ])('401, logged and counted: %s', async (_what, headers) => {
    expect((await post({ headers })).status).toBe(401)
    expect(taken).toEqual([])
    expect(lines.join('')).toContain('bad or missing secret')
    expect(lines.join('')).not.toContain('the-new-secret')
  })

  test('what is not JSON is 401 without a secret: nobody may look for what is read here', async () => {
    expect((await post({ body: '{', headers: {} })).status).toBe(401)
    expect((await post({ body: '{', headers: signature('[') })).status).toBe(401)
  })

  test('the signature is over the bytes as they came', async () => {
    const body = Buffer.from(` ${told({ items: [] })}\n`)
    expect(await post({ body, headers: signature(body) })).toMatchObject(ACCEPTED)
  })
})

describe('what is understood', () => {
  test('a row that was changed, with everything it leads to now and led to before', async () => {
    const row = { 'Test 1': 'New', Link: [{ id: 1, value: 'Lookup 1', order: '1.0' }] }
    const before = { Link: [{ id: 7, value: 'Lookup 7', order: '1.0' }] }
    const body = told({
      items: [{ id: 1, order: '1.0', ...row, 'modifié par': { id: 12, name: 'Yan' } }],
      old_items: [{ id: 1, order: '9.0', ...before }],
    })
    expect(await post({ body })).toMatchObject(ACCEPTED)
    expect(taken).toEqual([
      {
        key: `baserow/5/${EVENT}/0`,
        event: EVENT,
        source: 'baserow',
        type: 'rows.updated',
        at: AT,
        changes: [
          {
            entity: 'projet:1',
            because: 'updated',
            hash: hashOf({ ...row, 'modifié par': { id: 12, name: 'Yan' } }),
            by: 12,
            links: ['client:1', 'client:7'],
          },
        ],
      },
    ])
  })

  const devis = [{ id: 7, value: 'Un' }]
  const acme = { id: 3, nom: 'ACME', projets: devis, factures: [{ id: 9, value: 'F' }] }
  test.each([
    ['its name', { ...acme, nom: 'Ancien' }, ['devis:7']],
    ['its links', { ...acme, projets: [] }, undefined],
    ['who wrote it', { ...acme, 'modifié par': { id: 5, name: 'Yan' } }, undefined],
    ['nothing', acme, undefined],
  ])('a row of which %s changed: rows that show it are named when they may show it', async (...all) => {
    await post({ body: told({ table_id: 53, items: [acme], old_items: [all[1]] }) })
    expect(taken[0]?.changes[0]?.readers).toEqual(all[2])
  })

  test('a row that others lead to anew: none of those that show it is named', async () => {
    await post({ body: told({ table_id: 53, items: [acme], old_items: null }) })
    const event = { event_id: 'e2', event_type: 'rows.created' }
    await post({ body: told({ table_id: 53, ...event, items: [acme], old_items: null }) })
    expect(taken.map(({ changes }) => changes[0]?.because)).toEqual(['linked', 'created'])
    expect(taken.flatMap(({ changes }) => changes[0]?.readers ?? [])).toEqual([])
  })

  test('the place of a row in its table is no content of it', async () => {
    await post({ body: told({ items: [{ id: 1, order: '1.0', nom: 'A' }], old_items: [] }) })
    await post({ body: told({ webhook_id: 6, items: [{ nom: 'A', id: 2, order: '2.0' }], old_items: [] }) })
    const [one, other] = taken.map(({ changes }) => changes[0]?.hash)
    expect(one).toBe(other)
  })

  test.each<[string, Partial<Delivery>]>([
    ['rows-created', { type: 'rows.created' }],
    ['rows-created-field-ids', { changes: [{ entity: 'projet:1', because: 'created' }] }],
    ['rows-deleted', { changes: [{ entity: 'projet:1', because: 'deleted' }] }],
    ['rows-updated-linked', { changes: [{ entity: 'intervention:1', because: 'linked' }] }],
    ['rows-updated-linked-nothing', { changes: [] }],
    ['view-rows-entered', { type: 'view.rows_entered' }],
    ['view-created', { type: 'view.created', changes: [] }],
    ['view-deleted', { type: 'view.deleted', changes: [] }],
    ['field-updated', { type: 'field.updated', changes: [] }],
    ['field-deleted', { type: 'field.deleted', changes: [] }],
  ])('%s', async (name, delivery) => {
    expect(await post({ body: payload(name) })).toMatchObject(ACCEPTED)
    expect(taken).toMatchObject([delivery])
    expect(taken[0]).not.toHaveProperty('unusable')
  })

  test('a view that a row entered: the row may have changed', async () => {
    await post({ body: payload('view-rows-entered') })
    const hash = hashOf({ 'Test 1': null })
    expect(taken).toMatchObject([{ changes: [{ entity: 'projet:1', because: 'updated', hash }] }])
  })

  test('the batches of an event are told apart, and so are the hooks that share it', async () => {
    for (const name of ['rows-updated-linked-batch-1', 'rows-updated-linked-batch-2', 'rows-updated'])
      expect(await post({ body: payload(name) })).toMatchObject(ACCEPTED)
    expect(taken.map(({ key }) => key)).toEqual([
      `baserow/6/${EVENT}/1`,
      `baserow/6/${EVENT}/2`,
      `baserow/5/${EVENT}/0`,
    ])
    expect(taken.flatMap(({ changes }) => changes.map(({ entity }) => entity))).toEqual([
      'intervention:1',
      'intervention:2',
      'intervention:3',
      'projet:1',
    ])
  })

  test('five times the same is one delivery', async () => {
    expect(await post()).toMatchObject(ACCEPTED)
    for (let n = 0; n < 4; n += 1)
      expect(await post()).toMatchObject({ status: 200, body: { duplicate: true, event_id: EVENT } })
    expect(taken).toHaveLength(1)
  })

  test('the last writer is believed in an event of the own table only', async () => {
    const items = [{ id: 1, nom: 'A', 'modifié par': { id: 1, name: 'Bot' } }]
    await post({ body: told({ items, old_items: undefined }) })
    expect(taken[0]?.changes[0]).not.toHaveProperty('by')
  })

  test('a header that says otherwise is not believed; one that names the origin is passed on', async () => {
    const headers = { ...BEARER, 'x-baserow-event': 'rows.deleted', 'x-bridge-origin': 'bridge' }
    await post({ headers })
    expect(taken).toMatchObject([{ type: 'rows.updated', origin: 'bridge' }])
  })
})

describe('what can not be used is accepted and kept, with the reason', () => {
  test.each<[string, string, string]>([
    ['an array', '[]', 'not shaped'],
    ['null', 'null', 'not shaped'],
    ['no event', '{}', 'not shaped'],
    ['an id that is none', told({ event_id: 'two words' }), 'not shaped'],
    ['a table that is no number', told({ table_id: 'projet' }), 'not shaped'],
    ['a type that nobody knows', told({ event_type: 'rows.archived' }), 'type of event'],
    ['a type by the name of a property', told({ event_type: 'constructor' }), 'type of event'],
    ['rows that are none', told({ items: 'all of them' }), 'rows'],
    ['a row without an id', told({ items: [{ nom: 'A' }] }), 'rows'],
  ])('%s', async (_what, body, because) => {
    expect((await post({ body })).status).toBe(202)
    expect(taken).toMatchObject([{ changes: [], unusable: expect.stringContaining(because) }])
    expect(lines.join('')).toContain('can not be used')
  })

  test('the same bytes again are a duplicate, others are not', async () => {
    expect((await post({ body: '{}' })).body).toMatchObject({ accepted: true })
    expect((await post({ body: '{}' })).body).toMatchObject({ duplicate: true })
    expect((await post({ body: '{ }' })).body).toMatchObject({ accepted: true })
  })

  test('a table without a rule is no fault', async () => {
    expect(await post({ body: told({ table_id: 99, items: 'whatever' }) })).toMatchObject(ACCEPTED)
    expect(taken).toMatchObject([{ changes: [] }])
    expect(taken[0]).not.toHaveProperty('unusable')
  })

  test('a value that is nested without end has no hash; its row is looked at all the same', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const body = told({ items: [{ id: 1, nom: 'DEEP' }] }).replace('"DEEP"', deep)
    expect(await post({ body })).toMatchObject(ACCEPTED)
    expect(taken[0]?.changes).toEqual([{ entity: 'projet:1', because: 'updated', links: ['client:1'] }])
  })

  test('only what is not JSON is 400', async () => {
    for (const body of ['', '{"event_id":', 'payload=%7B%7D']) expect((await post({ body })).status).toBe(400)
    expect(taken).toEqual([])
  })

  test('24 MB are taken; more than 25 are kept as unusable for a bearer, and 413 for a signature', async () => {
    const large = told({ padding: 'x'.repeat(24 * 1024 * 1024) })
    expect(await post({ body: large })).toMatchObject(ACCEPTED)
    const larger = told({ padding: 'x'.repeat(26 * 1024 * 1024) })
    const headers = { ...BEARER, 'x-baserow-delivery': 'one-too-large' }
    expect(await post({ body: larger, headers })).toMatchObject({
      status: 202,
      body: { accepted: true, event_id: 'one-too-large' },
    })
    expect(taken.at(-1)).toMatchObject({ event: 'one-too-large', changes: [], unusable: expect.any(String) })
    expect((await post({ body: larger, headers: signature(larger) })).status).toBe(413)
  })
})

describe('a test call', () => {
  test.each(['test-call', 'test-call-deleted'])('%s is answered and noted, not stored', async (name) => {
    expect(await post({ body: payload(name) })).toMatchObject({ status: 200, body: { test: true } })
    expect(taken).toEqual([])
    const type = name === 'test-call' ? 'rows.updated' : 'rows.deleted'
    expect(marks).toEqual([['last_test_call', `2026-11-24T09:00:00.000Z projet-changed ${type}`]])
  })

  test('of a Baserow that does not say which hook it is', async () => {
    const items = [{ id: 0, order: '0.0', nom: null }]
    const answer = await post({ body: told({ webhook_id: undefined, items, old_items: items }) })
    expect(answer).toMatchObject({ status: 200, body: { test: true } })
    expect(taken).toEqual([])
  })

  test('without the secret it is refused', async () => {
    expect((await post({ body: payload('test-call'), headers: {} })).status).toBe(401)
    expect(marks).toEqual([])
  })
})

describe('storing', () => {
  test('a store that says nothing is 503 too, while Baserow still listens', async () => {
    store = () => new Promise(() => {})
    const answers = [post(), post({ body: payload('test-call') })]
    await vi.waitFor(() => expect(due.size).toBe(2))
    for (const then of due) then()
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 503])
  })

  test('a store that is away is 503; Baserow comes again', async () => {
    store = () => Promise.reject(new Error('the store is gone'))
    expect((await post()).status).toBe(503)
    expect((await post({ body: payload('test-call') })).status).toBe(503)
    store = async () => undefined
    expect(await post()).toMatchObject(ACCEPTED)
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
    const answer = post().then((one) => {
      answered = true
      return one
    })
    await begun
    expect(answered).toBe(false)
    settle()
    expect(await answer).toMatchObject(ACCEPTED)
  })
})

describe('a sender that waits', () => {
  test('is told the page when it ended in time', async () => {
    const asked: unknown[] = []
    finished = async (...what) => {
      asked.push(what)
      return { page: 'page-1' }
    }
    const answer = await post({ headers: { ...BEARER, prefer: 'respond-async, wait=3' } })
    expect(answer).toMatchObject({
      status: 200,
      body: { processed: true, event_id: EVENT, page_id: 'page-1' },
    })
    expect(answer.headers.get('preference-applied')).toBe('wait=3')
    expect(asked).toEqual([[EVENT, ['projet:1'], 3000]])
  })

  test('waits four seconds at most', async () => {
    const asked: number[] = []
    finished = async (_event, _entities, withinMs) => {
      asked.push(withinMs)
      return {}
    }
    const answer = await post({ headers: { ...BEARER, Prefer: 'wait="60"; x=y' } })
    expect(answer.body).toEqual({ processed: true, event_id: EVENT })
    expect(answer.headers.get('preference-applied')).toBe('wait=4')
    expect(asked).toEqual([4000])
  })

  test('hears that it is accepted when it did not end in time, or nobody can say', async () => {
    const headers = { ...BEARER, prefer: 'wait=1' }
    expect(await post({ headers })).toMatchObject(ACCEPTED)
    finished = () => Promise.reject(new Error('the store is gone'))
    expect(await post({ headers, body: told({ webhook_id: 6 }) })).toMatchObject(ACCEPTED)
  })

  test('does not wait when it prefers something else', async () => {
    finished = () => Promise.reject(new Error('nobody asked for this'))
    const answer = await post({ headers: { ...BEARER, prefer: 'waiting=2, wait=soon' } })
    expect(answer).toMatchObject(ACCEPTED)
    expect(answer.headers.get('preference-applied')).toBeNull()
  })
})

describe('from a Baserow', () => {
  let baserow: BaserowFake

  beforeAll(async () => {
    const fields = [
      { name: 'nom', type: 'text' },
      { name: 'modifié par', type: 'last_modified_by' },
    ] as const
    baserow = await startBaserow({ tables: [{ name: 'projet', fields }], people: [YAN] })
  })
  afterAll(() => baserow.close())

  test('what a person does in the grid arrives, and hashes as the row that is read', async () => {
    await hookUp(baserow)
    const yan = baserow.asUser(YAN.id)
    const row = yan.create('projet', { nom: 'Refonte' })
    yan.update('projet', row, { nom: 'Refonte du site' })
    await baserow.settled()
    const shown = baserow.rows('projet')[0] ?? {}
    const { id: _id, order: _order, ...values } = shown
    expect(taken.map(({ changes }) => changes)).toMatchObject([
      [{ entity: `projet:${row}`, because: 'created', by: YAN.id }],
      [{ entity: `projet:${row}`, because: 'updated', by: YAN.id, hash: hashOf(values) }],
    ])
    yan.delete('projet', row)
    await baserow.settled()
    expect(taken.at(-1)?.changes).toEqual([{ entity: `projet:${row}`, because: 'deleted' }])
    expect(baserow.deliveries.map(({ status }) => status)).toEqual([202, 202, 202])
  })
})

async function hookUp(baserow: BaserowFake): Promise<void> {
  const hooks = createBaserowHooks({ url: baserow.url, log: pino({ level: 'silent' }), ...baserow.account })
  const events = ['rows.created', 'rows.updated', 'rows.deleted']
  await hooks.create(baserow.table('projet'), { name: 'vigie', url, events, headers: BEARER })
  await hooks.close()
}

function upper(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.toUpperCase().replace('SHA256', 'sha256')]),
  )
}
