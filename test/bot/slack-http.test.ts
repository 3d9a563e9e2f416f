import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signature } from '../fakes/slack-driver.ts'
import { CORENTIN, type Rig, said, startRig } from './slack-rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await startRig('http', { patienceMs: 5000 })
})

afterAll(() => rig.close())

beforeEach(() => {
  rig.script.heard.length = 0
  rig.script.reply = async () => said('Done')
})

const FORM = 'application/x-www-form-urlencoded'
const COMMAND = 'command=%2Fops&text=help&user_id=U0CORENTIN&team_id=T1&trigger_id=t1'

function post(body: string, headers: Record<string, string>, type = FORM) {
  return fetch(rig.url, { method: 'POST', headers: { 'content-type': type, ...headers }, body })
}

function signed(body: string, type = FORM, now = Date.now(), secret = rig.slack.secret) {
  return post(body, signature(secret, body, now), type)
}

const MINUTE = 60_000

test.each([
  ['no signature', () => post(COMMAND, {})],
  ['a wrong secret', () => signed(COMMAND, FORM, Date.now(), 'wrong')],
  ['six minutes old', () => signed(COMMAND, FORM, Date.now() - 6 * MINUTE)],
  ['another body', () => post(`${COMMAND}x`, signature(rig.slack.secret, COMMAND, Date.now()))],
  ['no timestamp', () => post(COMMAND, { 'x-slack-signature': 'v0=00' })],
  [
    'another version',
    () =>
      post(COMMAND, { ...signature(rig.slack.secret, COMMAND, Date.now()), 'x-slack-signature': 'v1=00' }),
  ],
])('refused with 401: %s', async (_why, send) => {
  expect((await send()).status).toBe(401)
  expect(rig.script.heard).toEqual([])
})

test('four minutes old is still taken, and so is either of two secrets', async () => {
  expect((await signed(COMMAND, FORM, Date.now() - 4 * MINUTE)).status).toBe(200)
  expect((await signed(COMMAND, FORM, Date.now(), 'old-secret')).status).toBe(200)
  expect(rig.script.heard).toHaveLength(2)
})

test('what is signed and cannot be read is 400', async () => {
  expect((await signed('{"type":', 'application/json')).status).toBe(400)
  expect((await signed('payload=not-json')).status).toBe(400)
  expect((await signed('[1]', 'application/json')).status).toBe(400)
})

test('more than 1 MB is 413', async () => {
  expect((await signed(`text=${'x'.repeat(1_100_000)}`)).status).toBe(413)
})

test('the address is verified, signed only', async () => {
  const body = '{"type":"url_verification","challenge":"c1"}'
  const answer = await signed(body, 'application/json')
  expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'c1' }])
  expect((await post(body, {}, 'application/json')).status).toBe(401)
})

test('the certificate check is answered unsigned, and nothing smuggled along is done', async () => {
  const answer = await post(`ssl_check=1&${COMMAND}`, {})
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  expect(rig.script.heard).toEqual([])
})

test('a request of a kind that nobody listens to ends after three seconds with 404, as with Bolt', async () => {
  const begun = Date.now()
  const payload = {
    type: 'shortcut',
    callback_id: 'x',
    user: { id: CORENTIN, team_id: 'T1' },
    team: { id: 'T1' },
  }
  const answer = await signed(`payload=${encodeURIComponent(JSON.stringify(payload))}`)
  expect(answer.status).toBe(404)
  expect(Date.now() - begun).toBeGreaterThanOrEqual(2900)
})

test('a command that is never answered ends after three seconds too', async () => {
  rig.script.reply = () => new Promise(() => undefined)
  expect((await signed(COMMAND)).status).toBe(404)
})

test('a payload without what a click has is answered at once, and the process lives', async () => {
  const payload = {
    type: 'block_actions',
    user: { id: CORENTIN },
    team: { id: 'T1' },
    actions: [{ action_id: 'act:0', type: 'button' }],
  }
  const begun = Date.now()
  const answer = await signed(`payload=${encodeURIComponent(JSON.stringify(payload))}`)
  expect(answer.status).toBe(200)
  expect(Date.now() - begun).toBeLessThan(2000)
  expect((await signed(COMMAND)).status).toBe(200)
})
