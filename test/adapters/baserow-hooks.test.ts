import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WantedHook } from '../../src/sync/ports.ts'
import { createCaller } from '../fakes/baserow-caller.ts'
import { freePort } from '../fakes/redis.ts'
import { listen } from '../fakes/slack-http.ts'
import { type BaserowRig, refusal, startBaserowRig } from './baserow-rig.ts'

const MINUTE = 60_000
const SECRET = 'a-hook-secret-nobody-may-see'
let rig: BaserowRig
let table: number
let url: string
let wanted: WantedHook
const receiver = createServer((request, response) => {
  request.resume()
  response.end()
})

beforeAll(async () => {
  url = `${await listen(receiver)}/hooks`
})
afterAll(() => {
  receiver.close()
})

beforeEach(async () => {
  rig = await startBaserowRig()
  table = rig.fake.table('projet')
  wanted = {
    name: 'Vigie',
    url,
    events: ['rows.created', 'rows.updated', 'rows.deleted'],
    headers: { Authorization: `Bearer ${SECRET}` },
  }
})
afterEach(async () => {
  await rig.close()
  expect(rig.fake.refused).toEqual([])
  const { password } = rig.fake.account
  for (const secret of [SECRET, password, 'eyJ-']) expect(rig.logged.join()).not.toContain(secret)
})

const WELL = { method: 'POST', userFieldNames: true, active: true, failures: 0 }
const secrets = () => [SECRET, rig.fake.account.password, 'eyJ-']

describe('a webhook', () => {
  test('is created for the events asked for and no other, and listed', async () => {
    const hooks = rig.hooks()
    expect(await hooks.list(table)).toEqual([])
    const hook = await hooks.create(table, wanted)
    expect(hook).toEqual({ id: hook.id, ...wanted, ...WELL })
    expect(await hooks.list(table)).toEqual([hook])
    expect(await hooks.list(rig.fake.table('client'))).toEqual([])
    expect(rig.fake.hook(hook.id)).toMatchObject({
      everything: false,
      names: true,
      method: 'POST',
      limits: [],
    })
  })

  test('that a person made for everything has other events than anybody wants', async () => {
    const hooks = rig.hooks()
    const { id } = await hooks.create(table, wanted)
    Object.assign(rig.fake.hook(id), { everything: true })
    expect(await hooks.list(table)).toMatchObject([{ id, events: ['*'] }])
    expect(await hooks.repair(id, wanted)).toMatchObject({ id, events: wanted.events })
    expect(rig.fake.hook(id).everything).toBe(false)
  })

  test('that a person made says how it calls', async () => {
    const byHand = { request_method: 'GET', use_user_field_names: false }
    const id = await createCaller(rig.fake).hook('projet', wanted.url, byHand)
    const hooks = rig.hooks()
    expect(await hooks.list(table)).toMatchObject([{ id, method: 'GET', userFieldNames: false }])
    expect(await hooks.repair(id, wanted)).toEqual({ id, ...wanted, ...WELL })
  })

  test('is repaired: address, headers, events, and switched on without its failures', async () => {
    const hooks = rig.hooks()
    const { id } = await hooks.create(table, wanted)
    Object.assign(rig.fake.hook(id), { active: false, failed: 8 })
    expect(await hooks.list(table)).toMatchObject([{ active: false, failures: 8 }])
    const other = { ...wanted, name: 'Other', url: `${url}/other`, headers: { Authorization: 'Bearer new' } }
    expect(await hooks.repair(id, other)).toEqual({ id, ...other, ...WELL })
    expect(await hooks.list(table)).toHaveLength(1)
  })

  test('whose receiver is not there yet is refused', async () => {
    const act = rig.hooks().create(table, { ...wanted, url: `http://127.0.0.1:${await freePort()}/` })
    const error = await refusal(act, secrets())
    expect(error).toMatchObject({ code: 'invalid', retry: false })
    expect(error.message).toContain('invalid_url')
  })

  test('of a table or of an id that nobody knows', async () => {
    const hooks = rig.hooks()
    expect(await refusal(hooks.list(4711), secrets())).toMatchObject({ code: 'not_found', retry: false })
    expect(await refusal(hooks.repair(4711, wanted), secrets())).toMatchObject({ code: 'not_found' })
  })

  test('hears nothing of our own writes, and all of those of people', async () => {
    const { id } = await rig.hooks().create(table, wanted)
    const baserow = rig.baserow()
    const row = await baserow.create(table, { nom: 'Ours' })
    await baserow.update(table, row.id, { nom: 'Still ours' })
    await rig.fake.settled()
    expect(rig.fake.deliveries).toEqual([])
    rig.fake.asUser(12).update('projet', row.id, { nom: 'Theirs' })
    await rig.fake.settled()
    expect(rig.fake.deliveries).toMatchObject([{ hook: id, status: 200 }])
  })

  test('an answer that repeats the secret', async () => {
    const detail = { headers: [{ error: `bad value ${SECRET}`, code: 'invalid' }] }
    rig.fake.fail('POST webhooks', { status: 400, body: { error: 'ERROR_REQUEST_BODY_VALIDATION', detail } })
    const error = await refusal(rig.hooks().create(table, wanted), secrets())
    expect(error.message).toContain('bad value ***')
  })
})

describe('the session', () => {
  const signIns = () => rig.fake.routes.filter((route) => /token/.test(route))

  test('signs in once, for calls at the same time too', async () => {
    const hooks = rig.hooks()
    await Promise.all([hooks.list(table), hooks.list(table), hooks.list(table)])
    await hooks.list(table)
    expect(signIns()).toEqual(['POST token-auth'])
  })

  test('is refreshed when its ten minutes are over', async () => {
    const hooks = rig.hooks()
    await hooks.list(table)
    rig.fake.clock.jump(11 * MINUTE)
    await Promise.all([hooks.list(table), hooks.list(table)])
    await hooks.list(table)
    expect(signIns()).toEqual(['POST token-auth', 'POST token-refresh'])
  })

  test('signs in again when the week is over, or when all sessions were ended', async () => {
    const hooks = rig.hooks()
    await hooks.list(table)
    rig.fake.clock.jump(8 * 24 * 60 * MINUTE)
    await hooks.list(table)
    rig.fake.signOut()
    await hooks.list(table)
    expect(signIns()).toEqual([
      'POST token-auth',
      'POST token-refresh',
      'POST token-auth',
      'POST token-refresh',
      'POST token-auth',
    ])
  })

  test('tries a call that stays refused once more, and no longer', async () => {
    const hooks = rig.hooks()
    const body = { error: 'PERMISSION_DENIED', detail: 'no' }
    rig.fake.fail('GET webhooks', { status: 401, body, times: 9 })
    expect(await refusal(hooks.list(table), secrets())).toMatchObject({ code: 'refused', retry: false })
    expect(rig.fake.routes.filter((route) => route === 'GET webhooks')).toHaveLength(2)
  })

  test('with a wrong password is refused, and asked for again by the next call', async () => {
    const hooks = rig.hooks({ password: 'wrong-password' })
    const refused = await refusal(hooks.list(table), ['wrong-password'])
    expect(refused).toMatchObject({ code: 'refused', retry: false })
    await refusal(hooks.list(table), ['wrong-password'])
    expect(signIns()).toEqual(['POST token-auth', 'POST token-auth'])
  })

  test('while Baserow restarts: the trouble is told, and the session lives on', async () => {
    const hooks = rig.hooks()
    rig.fake.fail('POST token-auth', { status: 503 })
    expect(await refusal(hooks.list(table), secrets())).toMatchObject({ code: 'unavailable', retry: true })
    await hooks.list(table)
    rig.fake.clock.jump(11 * MINUTE)
    rig.fake.fail('POST token-refresh', { when: 'before' })
    expect(await refusal(hooks.list(table), secrets())).toMatchObject({ code: 'unreachable', retry: true })
    expect(await hooks.list(table)).toEqual([])
  })

  test('that asks for a second factor is no session', async () => {
    rig.fake.fail('POST token-auth', { status: 200, body: { two_factor_auth: 'totp', token: 'eyJ-half' } })
    const error = await refusal(rig.hooks().list(table), secrets())
    expect(error).toMatchObject({ code: 'unreadable' })
    expect(error.message).toContain('access_token')
  })
})
