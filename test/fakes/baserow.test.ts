import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TABLES, YAN } from '../adapters/baserow-rig.ts'
import { type BaserowFake, startBaserow } from './baserow.ts'
import { type Called, type Caller, createCaller } from './baserow-caller.ts'
import { type Receiver, startReceiver } from './baserow-receiver.ts'

/** The fake is only worth something when it answers as Baserow does: the statements of its contract about REST. */
let fake: BaserowFake
let caller: Caller
let receiver: Receiver
let projet: string
let client: string

beforeAll(async () => {
  fake = await startBaserow({ tables: TABLES, people: [YAN] })
  caller = createCaller(fake)
  receiver = await startReceiver()
  projet = `/database/rows/table/${fake.table('projet')}`
  client = `/database/rows/table/${fake.table('client')}`
})
afterAll(async () => {
  await fake.close()
  await receiver.close()
})

const call: Caller['call'] = (...args) => caller.call(...args)
const error = (status: number, word: string) => ({ status, body: { error: word } })
const idOf = ({ body }: Called) => (typeof body === 'object' && body !== null && 'id' in body ? body.id : 0)

describe('rows', () => {
  test('are keyed by field ids, or by names for every way to say yes', async () => {
    const nom = `field_${fake.field('client', 'nom')}`
    const made = await call('POST', `${client}/`, { [nom]: 'Acme' })
    expect(made).toMatchObject({ status: 200, body: { order: '1.00000000000000000000', [nom]: 'Acme' } })
    const path = `${client}/${idOf(made)}/?user_field_names`
    for (const yes of ['', '=', '=yes', '=1', '=true'])
      expect((await call('GET', path + yes)).body).toMatchObject({ nom: 'Acme' })
    expect((await call('GET', `${path}=no`)).body).toMatchObject({ [nom]: 'Acme' })
  })

  test('of a table or an id that is not there', async () => {
    expect(await call('GET', '/database/rows/table/4711/')).toMatchObject(
      error(404, 'ERROR_TABLE_DOES_NOT_EXIST'),
    )
    expect(await call('GET', `${client}/4711/`)).toEqual({
      status: 404,
      body: { error: 'ERROR_ROW_DOES_NOT_EXIST', detail: 'The rows [4711] do not exist.' },
    })
    expect(await call('DELETE', `${client}/4711/`)).toMatchObject(error(404, 'ERROR_ROW_DOES_NOT_EXIST'))
  })

  test('links: by id or by text, unknown ids dropped, the list replaces, and the other side sees it', async () => {
    fake.importRows('client', [{ nom: 'Un' }, { nom: 'Deux' }])
    const [un, deux] = fake.rows('client').slice(-2)
    const row = await call('POST', `${projet}/?user_field_names=true`, { nom: 'P', client: ['Un', 4711] })
    expect(row.body).toMatchObject({ client: [{ id: un?.['id'], value: 'Un' }] })
    await call('PATCH', `${projet}/${idOf(row)}/?user_field_names=true`, { client: [deux?.['id']] })
    expect(fake.rows('client').slice(-2)).toMatchObject([
      { projets: [] },
      { projets: [{ id: idOf(row), value: 'P' }] },
    ])
    const unknown = await call('POST', `${projet}/?user_field_names=true`, { client: ['Nobody'] })
    expect(unknown).toMatchObject({ status: 400, body: { detail: expect.any(String) } })
  })

  test.each([
    [{ heures: 'x' }, 'invalid'],
    [{ heures: 1.234 }, 'max_decimal_places'],
    [{ actif: 'maybe' }, 'invalid'],
    [{ début: '23/11/2026' }, 'invalid'],
    [{ statut: 'perdu' }, 'invalid_option'],
  ])('a value that does not fit: %j', async (values, code) => {
    const [key = ''] = Object.keys(values)
    expect(await call('POST', `${projet}/?user_field_names=true`, values)).toMatchObject({
      status: 400,
      body: { error: 'ERROR_REQUEST_BODY_VALIDATION', detail: { [key]: [{ code }] } },
    })
  })

  test('what is read only can not be sent; a number is a string; a select is an object', async () => {
    for (const key of ['titre', 'ville', 'créé par', 'modifié par'])
      expect((await call('POST', `${projet}/?user_field_names=true`, { [key]: 'x' })).status).toBe(400)
    const made = await call('POST', `${projet}/?user_field_names=true`, { heures: 120, statut: 7 })
    expect(made.body).toMatchObject({
      heures: '120.00',
      statut: { id: 7, value: 'en cours', color: 'red' },
      actif: false,
      'créé par': fake.bot,
    })
  })

  test('a batch is all or nothing, of two hundred at most, each once', async () => {
    const before = fake.rows('client').length
    const path = `${client}/batch/?user_field_names=true`
    const two = await call('POST', path, { items: [{ nom: 'a' }, { nom: 'b' }] })
    expect(two).toMatchObject({ status: 200, body: { items: [{ nom: 'a' }, { nom: 'b' }] } })
    expect((await call('POST', path, { items: [{ nom: 'a' }, { nom: true }] })).status).toBe(400)
    expect(await call('POST', path, { items: Array(201).fill({}) })).toMatchObject({
      status: 400,
      body: { detail: { items: [{ code: 'max_length', error: expect.stringContaining('200') }] } },
    })
    const [first = 0, second = 0] = fake
      .rows('client')
      .slice(-2)
      .map(({ id }) => Number(id))
    const twice = { items: [{ id: first }, { id: first }] }
    expect(await call('PATCH', path, twice)).toMatchObject(error(400, 'ERROR_ROW_IDS_NOT_UNIQUE'))
    const missing = {
      items: [
        { id: first, nom: 'x' },
        { id: 4711, nom: 'y' },
      ],
    }
    expect(await call('PATCH', path, missing)).toMatchObject(error(404, 'ERROR_ROW_DOES_NOT_EXIST'))
    expect(fake.rows('client').at(-2)).toMatchObject({ nom: 'a' })
    expect(await call('POST', `${client}/batch-delete/`, { items: [first, second] })).toEqual({
      status: 204,
      body: undefined,
    })
    expect(fake.rows('client')).toHaveLength(before)
  })
})

describe('a list', () => {
  test('has pages of a hundred, of two hundred at most; one past the end is empty', async () => {
    const own = await startBaserow({ tables: TABLES })
    const ask = createCaller(own).call
    own.importRows(
      'client',
      Array.from({ length: 150 }, (_, index) => ({ nom: `c${index}` })),
    )
    const path = `/database/rows/table/${own.table('client')}/`
    const first = await ask('GET', path)
    expect(first.body).toMatchObject({ count: 150, previous: null, next: expect.stringContaining('page=2') })
    expect(await ask('GET', `${path}?page=2`)).toMatchObject({ body: { count: 150, next: null } })
    expect(await ask('GET', `${path}?page=9`)).toMatchObject({ status: 200, body: { results: [] } })
    expect(await ask('GET', `${path}?size=201`)).toMatchObject(error(400, 'ERROR_PAGE_SIZE_LIMIT'))
    await own.close()
  })

  test('is sorted by a field, never by id', async () => {
    const path = `${client}/?user_field_names=true&order_by=`
    expect(await call('GET', `${path}id`)).toMatchObject(error(400, 'ERROR_ORDER_BY_FIELD_NOT_FOUND'))
    expect((await call('GET', `${path}-nom`)).status).toBe(200)
  })

  test('is filtered; an empty value and a name that nobody knows filter nothing', async () => {
    fake.importRows('client', [{ nom: 'Filtered' }])
    const path = `${client}/?user_field_names=true&filter__`
    const count = fake.rows('client').length
    expect((await call('GET', `${path}nom__equal=%20Filtered%20`)).body).toMatchObject({ count: 1 })
    expect((await call('GET', `${path}nom__equal=`)).body).toMatchObject({ count })
    expect((await call('GET', `${path}nobody__equal=x`)).body).toMatchObject({ count })
    expect(await call('GET', `${path}field_4711__equal=x`)).toMatchObject(
      error(400, 'ERROR_FILTER_FIELD_NOT_FOUND'),
    )
    expect(await call('GET', `${path}projets__equal=x`)).toMatchObject(
      error(400, 'ERROR_VIEW_FILTER_TYPE_UNSUPPORTED_FIELD'),
    )
  })
})

describe('who may ask', () => {
  test('a bad token: 401 for rows, 403 where only a token will do', async () => {
    const bad = 'Token nobody'
    expect(await call('GET', `${client}/`, undefined, bad)).toMatchObject(
      error(401, 'ERROR_TOKEN_DOES_NOT_EXIST'),
    )
    expect((await call('GET', '/database/tokens/check/', undefined, bad)).status).toBe(403)
    expect(await call('GET', '/database/tokens/check/')).toEqual({ status: 200, body: { token: 'OK' } })
    expect(await call('GET', `${client}/`, undefined, '')).toEqual({
      status: 401,
      body: { detail: 'Authentication credentials were not provided.' },
    })
  })

  test('a session opens rows and webhooks, and not the list of tables; a token no webhooks', async () => {
    const session = await caller.signIn()
    const hooks = `/database/webhooks/table/${fake.table('client')}/`
    expect((await call('GET', `${client}/`, undefined, session)).status).toBe(200)
    expect((await call('GET', hooks, undefined, session)).status).toBe(200)
    expect((await call('GET', hooks)).status).toBe(401)
    const tables = '/database/tables/all-tables/'
    expect((await call('GET', tables, undefined, session)).status).toBe(403)
    expect((await call('GET', tables)).body).toEqual([
      { id: 42, name: 'client', order: 0, database_id: 7 },
      { id: 43, name: 'projet', order: 1, database_id: 7 },
    ])
    fake.clock.jump(10 * 60_000)
    expect((await call('GET', hooks, undefined, session)).status).toBe(401)
  })

  test('a wrong password', async () => {
    const answer = await call('POST', '/user/token-auth/', { ...fake.account, password: 'x' })
    expect(answer).toEqual({
      status: 401,
      body: { detail: 'No active account found with the given credentials.' },
    })
  })
})

describe('webhooks', () => {
  const path = () => `/database/webhooks/table/${fake.table('projet')}/`

  test('are created, shown, changed and deleted', async () => {
    const session = await caller.signIn()
    const id = await caller.hook('projet', receiver.url)
    const one = `/database/webhooks/${id}/`
    expect(await call('GET', one, undefined, session)).toMatchObject({
      status: 200,
      body: { id, active: true, failed_triggers: 0, use_user_field_names: true, calls: [] },
    })
    const changed = await call('PATCH', one, { name: 'other', headers: { 'X-One': '1' } }, session)
    expect(changed.body).toMatchObject({ name: 'other', headers: { 'X-One': '1' }, url: receiver.url })
    expect((await call('DELETE', one, undefined, session)).status).toBe(204)
    expect(await call('GET', one, undefined, session)).toMatchObject(
      error(404, 'ERROR_TABLE_WEBHOOK_DOES_NOT_EXIST'),
    )
  })

  test('without a word about all events are for all events, and for those of the list besides', async () => {
    const id = await caller.hook('projet', receiver.url, { include_all_events: undefined })
    expect(fake.hook(id)).toMatchObject({ everything: true, events: { length: 3 } })
    const all = await caller.hook('projet', receiver.url, { include_all_events: true })
    expect(fake.hook(all)).toMatchObject({ everything: true, events: [] })
  })

  test('are refused with a bad header, address, event or field', async () => {
    const session = await caller.signIn()
    const good = { url: receiver.url, name: 'hook', include_all_events: false, events: ['rows.created'] }
    const ask = (over: object) => call('POST', path(), { ...good, ...over }, session)
    expect(await ask({ headers: { 'a b': 'c' } })).toMatchObject({
      status: 400,
      body: { detail: { headers: [{ code: 'invalid_http_header_name' }] } },
    })
    expect(await ask({ url: 'http://127.0.0.1:1/' })).toMatchObject({
      status: 400,
      body: { detail: { url: [{ code: 'invalid_url' }] } },
    })
    expect((await ask({ events: ['row.created'] })).status).toBe(400)
    const limit = { event_type: 'rows.updated', fields: [fake.field('client', 'nom')] }
    expect(await ask({ event_config: [limit] })).toMatchObject(
      error(400, 'ERROR_TABLE_WEBHOOK_EVENT_CONFIG_FIELD_NOT_IN_TABLE'),
    )
  })

  test('are twenty of a table at most', async () => {
    const own = await startBaserow({ tables: TABLES })
    const asks = createCaller(own)
    for (let made = 0; made < 20; made += 1) await asks.hook('projet', receiver.url)
    await expect(asks.hook('projet', receiver.url)).rejects.toThrow('ERROR_TABLE_WEBHOOK_MAX_LIMIT_EXCEEDED')
    await own.close()
  })

  test('can be tried: a row that nobody has, of no hook', async () => {
    const body = { url: receiver.url, event_type: 'rows.updated', headers: { 'X-One': '1' } }
    const answer = await call('POST', `${path()}test-call/`, body, await caller.signIn())
    expect(answer).toMatchObject({ status: 200, body: { status_code: 200, is_unreachable: false } })
    expect(receiver.calls.at(-1)).toMatchObject({
      headers: { 'x-one': '1', 'x-baserow-event': 'rows.updated' },
      body: { webhook_id: null, items: [{ id: 0, nom: null }], old_items: [{ id: 0 }] },
    })
  })
})

test('what it does not know is refused, and remembered', async () => {
  const own = await startBaserow({ tables: TABLES })
  const asks = createCaller(own).call
  const path = `/database/rows/table/${own.table('client')}`
  expect((await asks('PUT', `${path}/1/`)).status).toBe(404)
  expect((await asks('GET', `${path}/?seize=3`)).status).toBe(400)
  expect((await asks('POST', `${path}/?user_field_names=true`, { nmo: 'x' })).status).toBe(200)
  expect(own.refused).toEqual([`PUT /api${path}/1/`, 'GET rows?seize', 'field nmo of table client'])
  await own.close()
})
