import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Row } from '../../src/sync/ports.ts'
import { freePort } from '../fakes/redis.ts'
import { type BaserowRig, refusal, startBaserowRig, YAN } from './baserow-rig.ts'

let rig: BaserowRig
let projet: number
let client: number

beforeAll(async () => {
  rig = await startBaserowRig()
  projet = rig.fake.table('projet')
  client = rig.fake.table('client')
})

afterEach(() => {
  expect(rig.fake.refused).toEqual([])
  expect(rig.logged.join()).not.toContain(rig.fake.token)
})

afterAll(() => rig.close())

async function all(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

/** In the words of the port. */
async function errorOf(act: Promise<unknown>) {
  const { system, code, retry, retryAfterMs } = await refusal(act, [rig.fake.token])
  return { system, code, retry, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

describe('rows', () => {
  test('a row has its values by the names of the fields, as Baserow gives them', async () => {
    const user = rig.fake.asUser(YAN.id)
    const acme = user.create('client', { nom: 'Acme', ville: 'Rennes' })
    const id = user.create('projet', {
      nom: 'Intranet',
      heures: 12.5,
      actif: true,
      statut: 'livré',
      client: [acme],
      début: '2026-11-23',
    })
    expect(await rig.baserow().row(projet, id)).toEqual({
      id,
      values: {
        nom: 'Intranet',
        notes: null,
        heures: '12.50',
        actif: true,
        statut: { id: 8, value: 'livré', color: 'blue' },
        client: [{ id: acme, value: 'Acme', order: '1.00000000000000000000' }],
        ville: [{ id: acme, value: 'Rennes' }],
        titre: 'Projet Intranet',
        début: '2026-11-23',
        docmost_page_id: null,
        'créé par': YAN,
        'modifié par': YAN,
      },
    })
  })

  test('a row that is not there, or in the trash, is none', async () => {
    const id = rig.fake.asUser(YAN.id).create('client', { nom: 'Gone' })
    rig.fake.asUser(YAN.id).delete('client', id)
    expect(await rig.baserow().row(client, id)).toBeUndefined()
    expect(await rig.baserow().row(client, 4711)).toBeUndefined()
  })

  test('what is created and changed is answered as it is stored, and the bot did it', async () => {
    const baserow = rig.baserow()
    const made = await baserow.create(projet, { nom: 'Été', heures: '3' })
    expect(made.values).toMatchObject({ nom: 'Été', heures: '3.00', 'créé par': rig.fake.bot })
    const page = 'b1c9a1c4-0000-7000-8000-000000000000'
    const changed = await baserow.update(projet, made.id, { docmost_page_id: page })
    expect(changed).toMatchObject({ id: made.id, values: { nom: 'Été', docmost_page_id: page } })
    expect(await baserow.row(projet, made.id)).toEqual(changed)
  })

  test('an update of a row that is gone', async () => {
    expect(await errorOf(rig.baserow().update(projet, 4711, { nom: 'x' }))).toEqual({
      system: 'baserow',
      code: 'not_found',
      retry: false,
    })
  })

  test('every call says who it is, and every write is without events', async () => {
    const from = rig.fake.requests.length
    const baserow = rig.baserow()
    const { id } = await baserow.create(client, { nom: 'Quiet' })
    await baserow.update(client, id, { nom: 'Quieter' })
    await baserow.row(client, id)
    await baserow.rowsWhere(client, 'nom', 'Quieter')
    await baserow.fields(client)
    const made = rig.fake.requests.slice(from)
    expect(made.map(({ headers }) => headers['x-bridge-origin'])).toEqual(Array(5).fill('bridge'))
    expect(made.map(({ query }) => query['send_webhook_events'] ?? '-')).toEqual([
      'false',
      'false',
      '-',
      '-',
      '-',
    ])
  })

  test('fields, with where links lead and what not to write', async () => {
    const fields = await rig.baserow().fields(projet)
    expect(fields.map(({ name, type, primary, readOnly }) => [name, type, primary, readOnly])).toEqual([
      ['nom', 'text', true, false],
      ['notes', 'long_text', false, false],
      ['heures', 'number', false, false],
      ['actif', 'boolean', false, false],
      ['statut', 'single_select', false, false],
      ['client', 'link_row', false, false],
      ['ville', 'lookup', false, true],
      ['titre', 'formula', false, true],
      ['début', 'date', false, false],
      ['docmost_page_id', 'text', false, false],
      ['créé par', 'created_by', false, true],
      ['modifié par', 'last_modified_by', false, true],
    ])
    expect(fields.filter(({ linksTo }) => linksTo !== undefined)).toEqual([
      {
        id: rig.fake.field('projet', 'client'),
        name: 'client',
        type: 'link_row',
        primary: false,
        readOnly: false,
        linksTo: client,
      },
    ])
  })
})

describe('rows where', () => {
  test('a field has exactly this text', async () => {
    const user = rig.fake.asUser(YAN.id)
    const names = ['Rue & Co', 'Rue & Co ', 'rue & co', 'Rue & Co']
    const ids = names.map((nom) => user.create('client', { nom }))
    const found = await rig.baserow().rowsWhere(client, 'nom', 'Rue & Co')
    expect(found.map(({ id }) => id)).toEqual([ids[0], ids[3]])
  })

  test('a formula too; nothing found is no trouble', async () => {
    rig.fake.asUser(YAN.id).create('projet', { nom: 'Formule' })
    const baserow = rig.baserow()
    expect(await baserow.rowsWhere(projet, 'titre', 'Projet Formule')).toHaveLength(1)
    expect(await baserow.rowsWhere(projet, 'titre', 'Projet Nobody')).toEqual([])
  })

  test('Baserow ignores the filter for an empty text and for a name that no field has', async () => {
    const baserow = rig.baserow()
    rig.fake.asUser(YAN.id).create('client', { nom: 'Nowhere', ville: '' })
    const found = await baserow.rowsWhere(client, 'ville', '')
    expect(found.map(({ values }) => values['nom'])).toEqual(['Nowhere'])
    const error = await refusal(baserow.rowsWhere(client, 'vile', 'Rennes'), [])
    expect(error).toMatchObject({ code: 'invalid', retry: false })
    expect(error.message).toContain("no field 'vile'")
  })

  test('a field that can not be compared', async () => {
    const act = rig.baserow().rowsWhere(projet, 'client', 'Acme')
    expect(await errorOf(act)).toMatchObject({ code: 'invalid', retry: false })
  })
})

describe('all rows', () => {
  let own: BaserowRig
  const table = () => own.fake.table('client')
  const fill = (count: number) =>
    own.fake.importRows(
      'client',
      Array.from({ length: count }, (_, index) => ({ nom: `c${index}` })),
    )

  beforeAll(async () => {
    own = await startBaserowRig()
  })
  afterAll(() => own.close())

  test('none, and then page after page of two hundred, only as far as they are read', async () => {
    const baserow = own.baserow()
    expect(await all(baserow.rows(table()))).toEqual([])
    const ids = fill(450)
    const from = own.fake.requests.length
    expect((await all(baserow.rows(table()))).map(({ id }) => id)).toEqual(ids)
    expect(own.fake.requests.slice(from).map(({ query }) => [query['page'], query['size']])).toEqual([
      ['1', '200'],
      ['2', '200'],
      ['3', '200'],
    ])
    for await (const row of baserow.rows(table())) if (row.id === 3) break
    expect(own.fake.requests.length - from).toBe(4)
  })

  test('rows that are deleted meanwhile hide no other', async () => {
    const before = own.fake.rows('client').map(({ id }) => Number(id))
    const seen: number[] = []
    for await (const { id } of own.baserow().rows(table())) {
      seen.push(id)
      if (seen.length === 200) own.fake.asUser(YAN.id).delete('client', ...before.slice(10, 60))
    }
    expect(seen).toEqual(before)
  })

  test('rows that come in before the rest are no reason to answer one twice', async () => {
    const [first = 0] = own.fake.rows('client').map(({ id }) => Number(id))
    const seen: number[] = []
    for await (const { id } of own.baserow().rows(table())) {
      seen.push(id)
      if (seen.length !== 200) continue
      const added = own.fake.importRows('client', [{ nom: 'new' }, { nom: 'newer' }])
      for (const row of added) own.fake.asUser(YAN.id).move('client', row, first)
    }
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('a page that fails is an error in the middle', async () => {
    const act = (async () => {
      for await (const { id } of own.baserow().rows(table()))
        if (id > 0) own.fake.fail('GET rows', { status: 503 })
    })()
    expect(await refusal(act, [])).toMatchObject({ code: 'unavailable', retry: true })
  })
})

describe('errors', () => {
  const row = () => rig.baserow().row(client, 1)

  test.each([
    [400, { error: 'ERROR_REQUEST_BODY_VALIDATION', detail: {} }, 'invalid', false],
    [401, { error: 'ERROR_NO_PERMISSION_TO_TABLE', detail: '' }, 'refused', false],
    [401, { detail: 'Authentication credentials were not provided.' }, 'refused', false],
    [403, { error: 'ERROR_FEATURE_DISABLED', detail: '' }, 'refused', false],
    [404, { error: 'ERROR_TABLE_DOES_NOT_EXIST', detail: '' }, 'not_found', false],
    [404, '404 page not found', 'not_found', true],
    [408, '', 'unavailable', true],
    [409, { error: 'ERROR_DATABASE_DEADLOCK', detail: '' }, 'conflict', true],
    [413, '<html>nginx</html>', 'too_large', false],
    [429, { detail: 'Request was throttled.' }, 'rate_limited', true],
    [500, '<h1>Server Error (500)</h1>', 'unavailable', true],
    [502, '<html>nginx</html>', 'unavailable', true],
    [503, '', 'unavailable', true],
    [301, '', 'unexpected', false],
    [200, '<html>Welcome</html>', 'unreadable', true],
    [200, { id: 'one' }, 'unreadable', true],
  ])('%i %j', async (status, body, code, retry) => {
    rig.fake.fail('GET row', { status, body })
    expect(await errorOf(row())).toEqual({ system: 'baserow', code, retry })
  })

  test('how long to wait, in seconds or as a date by the clock of the server', async () => {
    rig.fake.fail('GET row', { status: 429, headers: { 'retry-after': '7' } })
    expect(await errorOf(row())).toMatchObject({ code: 'rate_limited', retryAfterMs: 7_000 })
    const date = 'Mon, 23 Nov 2026 12:00:00 GMT'
    const later = 'Mon, 23 Nov 2026 12:01:30 GMT'
    rig.fake.fail('GET row', { status: 503, headers: { date, 'retry-after': later } })
    expect(await errorOf(row())).toMatchObject({ code: 'unavailable', retryAfterMs: 90_000 })
    rig.fake.fail('GET row', { status: 503, headers: { 'retry-after': '0' } })
    expect(await errorOf(row())).toMatchObject({ retryAfterMs: 1_000 })
    rig.fake.fail('GET row', { status: 503, headers: { 'retry-after': 'soon' } })
    expect(await errorOf(row())).not.toHaveProperty('retryAfterMs')
  })

  test('what Baserow says stands in the message', async () => {
    const error = await refusal(rig.baserow().update(projet, 1, { heures: 'many' }), [])
    expect(error.message).toBe(
      `baserow: invalid - PATCH /api/database/rows/table/${projet}/1/: HTTP 400 ERROR_REQUEST_BODY_VALIDATION ` +
        '{"heures":[{"error":"A valid number is required.","code":"invalid"}]}',
    )
  })

  test('what can not be written is refused', async () => {
    const baserow = rig.baserow()
    for (const values of [{ titre: 'x' }, { statut: 'perdu' }, { client: ['Nobody'] }, { début: 'today' }])
      expect(await errorOf(baserow.create(projet, values))).toMatchObject({ code: 'invalid', retry: false })
  })

  test('a token that was rotated', async () => {
    const own = await startBaserowRig()
    const baserow = own.baserow()
    const token = own.fake.rotateToken()
    expect(await refusal(baserow.fields(42), [own.fake.token])).toMatchObject({
      code: 'refused',
      retry: false,
    })
    expect(await own.baserow({ token }).fields(42)).toHaveLength(3)
    await own.close()
  })

  test('an answer that repeats the token', async () => {
    const { token } = rig.fake
    rig.fake.fail('GET row', { status: 400, body: { error: 'ERROR', detail: `no ${token}` } })
    const error = await refusal(row(), [token])
    expect(error.message).toContain('no ***')
  })

  test('a token that fits in no header', async () => {
    const act = rig.baserow({ token: 'two\nlines' }).row(client, 1)
    expect(await refusal(act, ['two\nlines', 'two'])).toMatchObject({ code: 'invalid', retry: false })
  })
})

describe('no answer', () => {
  test('nobody listens, and there is no such host', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const error = await refusal(rig.baserow({ url }).row(1, 1), [rig.fake.token])
    expect(error).toMatchObject({ code: 'unreachable', retry: true })
    expect(error.message).toContain('ECONNREFUSED')
    expect(await errorOf(rig.baserow({ url: 'http://nobody.invalid' }).row(1, 1))).toMatchObject({
      code: 'unreachable',
      retry: true,
    })
  })

  test('Baserow goes away, and comes back', async () => {
    const baserow = rig.baserow()
    await baserow.fields(client)
    rig.fake.away()
    expect(await errorOf(baserow.fields(client))).toMatchObject({ code: 'unreachable', retry: true })
    rig.fake.back()
    expect(await baserow.fields(client)).toHaveLength(3)
  })

  test('the line breaks before the answer, or in the middle of it', async () => {
    const baserow = rig.baserow()
    rig.fake.fail('GET fields', { when: 'before' })
    expect(await errorOf(baserow.fields(client))).toMatchObject({ code: 'unreachable', retry: true })
    rig.fake.fail('GET fields', { when: 'during' })
    expect(await errorOf(baserow.fields(client))).toMatchObject({ code: 'unreachable', retry: true })
  })

  test('a write may have happened: it is found by looking', async () => {
    const baserow = rig.baserow()
    rig.fake.fail('POST rows', { when: 'after' })
    const act = baserow.create(client, { nom: 'Once' })
    expect(await errorOf(act)).toMatchObject({ code: 'unreachable', retry: true })
    expect(await baserow.rowsWhere(client, 'nom', 'Once')).toHaveLength(1)
  })

  test('an answer that does not begin, and one that stops, are given up', async () => {
    const baserow = rig.baserow({ timeoutMs: 100 })
    const silent = createServer((socket) => void socket.resume().on('error', () => undefined))
    const url = await listenOn(silent)
    expect(await errorOf(rig.baserow({ url, timeoutMs: 100 }).row(1, 1))).toMatchObject({
      code: 'timeout',
      retry: true,
    })
    rig.fake.fail('GET fields', { when: 'during', stall: true })
    expect(await errorOf(baserow.fields(client))).toMatchObject({ code: 'timeout', retry: true })
  })

  const silents: { close(): void }[] = []
  afterAll(() => {
    for (const server of silents) server.close()
  })

  async function listenOn(server: ReturnType<typeof createServer>): Promise<string> {
    silents.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }
})
