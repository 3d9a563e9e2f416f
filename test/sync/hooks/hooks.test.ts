import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { judgeHooks, setUpHooks, type TableHook, wantedHooks } from '../../../src/sync/hooks/hooks.ts'
import { spareWords, whyNot, wordsOf } from '../../../src/sync/hooks/words.ts'
import type { Hook, WantedHook } from '../../../src/sync/ports.ts'
import { type BaserowRig, startBaserowRig } from '../../adapters/baserow-rig.ts'
import { createCaller } from '../../fakes/baserow-caller.ts'
import { freePort } from '../../fakes/redis.ts'
import { listen } from '../../fakes/slack-http.ts'

const EVENTS = ['rows.created', 'rows.updated', 'rows.deleted']
const rule = (table: number) => ({ table, links: {}, checksCapacityOf: [] })

describe('the wanted webhooks', () => {
  it('are one for each table, to the address of its route, with the first secret', () => {
    const rules = { tables: { projet: rule(4), 'bloc é': rule(9) } }
    const headers = { Authorization: 'Bearer new' }
    expect(wantedHooks(rules, 'https://vigie.example.org', ['new', 'old'])).toEqual([
      {
        table: 'projet',
        number: 4,
        wanted: {
          name: 'Vigie',
          url: 'https://vigie.example.org/api/webhooks/baserow/projet-changed',
          events: EVENTS,
          headers,
        },
      },
      {
        table: 'bloc é',
        number: 9,
        wanted: {
          name: 'Vigie',
          url: 'https://vigie.example.org/api/webhooks/baserow/bloc%20%C3%A9-changed',
          events: EVENTS,
          headers,
        },
      },
    ])
  })
})

describe('judging the webhooks of a table', () => {
  const wanted: WantedHook = {
    name: 'Vigie',
    url: 'https://vigie.example.org/x',
    events: EVENTS,
    headers: { Authorization: 'Bearer new' },
  }
  const hook = (over: Partial<Hook> = {}): Hook => ({
    id: 5,
    ...wanted,
    method: 'POST',
    userFieldNames: true,
    active: true,
    failures: 0,
    ...over,
  })

  it.each([
    ['right', {}, []],
    ['right with its events in another order', { events: EVENTS.toReversed() }, []],
    ['right with headers of a proxy', { headers: { ...wanted.headers, 'X-Proxy': 'yes' } }, []],
    ['right, the name of the header in small letters', { headers: { authorization: 'Bearer new' } }, []],
    ['off', { active: false, failures: 8 }, ['off']],
    ['renamed', { name: 'Old' }, ['wrong_name']],
    ['elsewhere', { url: 'https://old.example.org/x' }, ['wrong_url']],
    ['called by another method', { method: 'GET' }, ['wrong_method']],
    ['with numbers for fields', { userFieldNames: false }, ['wrong_field_names']],
    ['for everything', { events: ['*'] }, ['wrong_events']],
    ['for less', { events: ['rows.created'] }, ['wrong_events']],
    ['with the old secret', { headers: { Authorization: 'Bearer old' } }, ['wrong_headers']],
    ['without a secret', { headers: {} }, ['wrong_headers']],
    [
      'with two secrets',
      { headers: { Authorization: 'Bearer new', authorization: 'Bearer old' } },
      ['wrong_headers'],
    ],
    ['off and elsewhere', { active: false, url: 'https://a.example.org' }, ['off', 'wrong_url']],
  ])('%s', (_what, over, faults) => {
    expect(judgeHooks([hook(over)], wanted)).toEqual({ hook: hook(over), faults, spare: [] })
  })

  it("leaves other people's webhooks alone", () => {
    const theirs = hook({ id: 1, name: 'n8n', url: 'https://n8n.example.org' })
    expect(judgeHooks([theirs], wanted)).toEqual({ faults: [], spare: [] })
    expect(judgeHooks([theirs, hook()], wanted)).toEqual({ hook: hook(), faults: [], spare: [] })
  })

  it('takes the least wrong one of several, and names the others', () => {
    const off = hook({ id: 3, active: false })
    const renamed = hook({ id: 4, name: 'Old', active: false })
    expect(judgeHooks([off, renamed, hook()], wanted)).toEqual({ hook: hook(), faults: [], spare: [3, 4] })
    expect(judgeHooks([hook({ id: 7 }), hook({ id: 6 })], wanted)).toMatchObject({
      hook: { id: 6 },
      spare: [7],
    })
  })
})

describe('setting up, against Baserow', () => {
  let rig: BaserowRig
  let wanted: readonly TableHook[]
  let publicUrl: string
  const receiver = createServer((request, response) => {
    request.resume()
    response.end()
  })

  beforeAll(async () => {
    publicUrl = await listen(receiver)
  })
  afterAll(() => {
    receiver.close()
  })
  beforeEach(async () => {
    rig = await startBaserowRig()
    const tables = { projet: rule(rig.fake.table('projet')), client: rule(rig.fake.table('client')) }
    wanted = wantedHooks({ tables }, publicUrl, ['first', 'second'])
  })
  afterEach(async () => {
    await rig.close()
    expect(rig.fake.refused).toEqual([])
  })

  const writes = () => rig.fake.routes.filter((route) => /^(POST|PATCH) webhook/.test(route))

  it('creates a webhook for each table; twice is harmless', async () => {
    const hooks = rig.hooks()
    const first = await setUpHooks(hooks, wanted)
    expect(first).toMatchObject([
      { table: 'projet', did: 'created' },
      { table: 'client', did: 'created' },
    ])
    expect(first.map(wordsOf)).toEqual(['projet - created', 'client - created'])
    expect(writes()).toHaveLength(2)
    const second = await setUpHooks(hooks, wanted)
    expect(second.map(wordsOf)).toEqual(['projet - is as it should be', 'client - is as it should be'])
    expect(second.map(spareWords)).toEqual([undefined, undefined])
    expect(writes()).toHaveLength(2)
    for (const { number, wanted: one } of wanted)
      expect(await hooks.list(number)).toMatchObject([{ ...one, active: true }])
  })

  it('repairs what is wrong, and keeps the headers of others', async () => {
    const hooks = rig.hooks()
    const [projet] = await setUpHooks(hooks, wanted)
    if (projet?.did !== 'created') throw new Error('not created')
    const headers = { authorization: 'Bearer second', 'X-Proxy': 'yes' }
    const wrong = { active: false, failed: 8, url: `${publicUrl}/old`, everything: true, headers }
    Object.assign(rig.fake.hook(projet.hook), wrong)
    const done = await setUpHooks(hooks, wanted)
    expect(done[0]).toEqual({
      table: 'projet',
      did: 'repaired',
      hook: projet.hook,
      faults: ['off', 'wrong_url', 'wrong_events', 'wrong_headers'],
      spare: [],
    })
    expect(done.map(wordsOf)[0]).toBe(
      'projet - repaired: it was off: Baserow switches a webhook off after nine failed calls, it went to another address, it listened to other events, it bore another secret',
    )
    expect(rig.fake.hook(projet.hook)).toMatchObject({ active: true, failed: 0, everything: false })
    expect(await hooks.list(rig.fake.table('projet'))).toMatchObject([
      { ...wanted[0]?.wanted, headers: { Authorization: 'Bearer first', 'X-Proxy': 'yes' } },
    ])
    expect((await setUpHooks(hooks, wanted)).map(({ did }) => did)).toEqual(['kept', 'kept'])
  })

  it('repairs one that somebody made by hand with the wrong method and without field names', async () => {
    const hooks = rig.hooks()
    const [projet] = wanted
    if (projet === undefined) throw new Error('no table')
    const { name, url, headers } = projet.wanted
    const byHand = { name, headers, request_method: 'GET', use_user_field_names: false }
    const id = await createCaller(rig.fake).hook('projet', url, byHand)
    const [done] = await setUpHooks(hooks, [projet])
    expect(done).toMatchObject({ did: 'repaired', hook: id, faults: ['wrong_method', 'wrong_field_names'] })
    expect(wordsOf(done ?? raise())).toBe(
      'projet - repaired: it called with another method than POST, it sent numbers instead of the names of fields',
    )
    expect(rig.fake.hook(id)).toMatchObject({ method: 'POST', names: true, everything: false })
    expect((await setUpHooks(hooks, [projet])).map(({ did }) => did)).toEqual(['kept'])
  })

  it('tells of a second webhook of ours, and touches it not', async () => {
    const hooks = rig.hooks()
    const [projet] = wanted
    if (projet === undefined) throw new Error('no table')
    const [{ id: first }, { id: second }] = [
      await hooks.create(projet.number, projet.wanted),
      await hooks.create(projet.number, projet.wanted),
    ]
    const [done] = await setUpHooks(hooks, [projet])
    expect(done).toEqual({ table: 'projet', did: 'kept', hook: first, spare: [second] })
    expect(done === undefined ? undefined : spareWords(done)).toBe(
      `projet - more than one webhook of Vigie's, so each event comes twice: keep ${first}, delete webhook ${second} in Baserow`,
    )
  })

  it('goes on with the next table after one that Baserow refuses', async () => {
    rig.fake.fail('POST webhooks', { status: 400, body: { error: 'ERROR_TABLE_WEBHOOK_MAX_LIMIT_EXCEEDED' } })
    const done = await setUpHooks(rig.hooks(), wanted)
    expect(done).toMatchObject([
      { table: 'projet', did: 'failed', found: 'missing', error: { code: 'invalid' } },
      { table: 'client', did: 'created' },
    ])
    expect(wordsOf(done[0] ?? raise())).toContain(
      'projet - there is no webhook, and none could be created: baserow: invalid',
    )
  })

  it('says what to do when nobody listens at our address', async () => {
    const tables = { projet: rule(rig.fake.table('projet')) }
    const nowhere = wantedHooks({ tables }, `http://127.0.0.1:${await freePort()}`, ['s'])
    const [done] = await setUpHooks(rig.hooks(), nowhere)
    if (done?.did !== 'failed') throw new Error('it did not fail')
    const words = wordsOf(done)
    expect(words).toContain('Vigie must be listening there already')
    expect(words).toContain('BASEROW_WEBHOOKS_IP_WHITELIST')
  })

  it('says what to do when the account is wrong, and shows no password', async () => {
    const [done] = await setUpHooks(rig.hooks({ password: 'not-the-password' }), wanted)
    if (done?.did !== 'failed') throw new Error('it did not fail')
    expect(done.found).toBeUndefined()
    expect(whyNot(done.error)).toContain(
      'BASEROW_EMAIL and BASEROW_PASSWORD must be of somebody who may build',
    )
    expect(wordsOf(done)).toContain('projet - the webhooks could not be read')
    expect(wordsOf(done)).not.toContain('not-the-password')
  })

  it('lets our own bugs through', async () => {
    const broken = { ...rig.hooks(), list: () => Promise.reject(new TypeError('a bug')) }
    await expect(setUpHooks(broken, wanted)).rejects.toThrow('a bug')
  })
})

function raise(): never {
  throw new Error('missing')
}
