import { afterEach, beforeEach, expect, test } from 'vitest'
import { BOT, codeOf, type DocmostRig, PASSWORD, refusal, startRig } from './docmost-rig.ts'

let rig: DocmostRig

beforeEach(async () => {
  rig = await startRig()
})

afterEach(async () => {
  expect(rig.wiki.refused).toEqual([])
  await rig.close()
})

function logins(): number {
  return rig.wiki.routes.filter((route) => route === 'auth/login').length
}

test('ten calls at once share one login', async () => {
  const docmost = rig.client()
  await Promise.all(Array.from({ length: 10 }, () => docmost.spaces()))
  expect(logins()).toBe(1)
})

test('sessions ended by somebody: one new login for all, and every call is answered', async () => {
  const docmost = rig.client()
  await docmost.spaces()
  rig.wiki.revokeSessions()
  const answers = await Promise.all(Array.from({ length: 10 }, () => docmost.spaces()))
  expect(answers.every((spaces) => spaces.length === 1)).toBe(true)
  expect(logins()).toBe(2)
})

test('a token that does not count even when it is new: two tries, no more', async () => {
  const docmost = rig.client()
  rig.wiki.fail('spaces', { status: 401, times: 2 })
  expect(await codeOf(docmost.spaces())).toEqual({ system: 'docmost', code: 'unauthorized', retry: false })
  expect(rig.wiki.routes).toEqual(['auth/login', 'spaces', 'auth/login', 'spaces'])
})

test('a token as it is: no login ever', async () => {
  const docmost = rig.client({ account: { token: 'not-a-session' } })
  expect(await codeOf(docmost.spaces())).toEqual({ system: 'docmost', code: 'unauthorized', retry: false })
  expect(rig.wiki.routes).toEqual(['spaces'])
})

test('a refused login is not repeated before five minutes have passed', async () => {
  rig.wiki.setPassword(BOT, 'another')
  const docmost = rig.client()
  const refused = { system: 'docmost', code: 'login_refused', retry: false }
  const error = await refusal(docmost.spaces())
  expect(error.message).toBe('docmost: login_refused - Email or password does not match')
  for (let call = 0; call < 20; call += 1) expect(await codeOf(docmost.spaces())).toEqual(refused)
  expect(logins()).toBe(1)
  expect(rig.logged.join()).not.toContain(PASSWORD)
  expect(rig.logged.filter((line) => line.includes('the login is refused'))).toHaveLength(1)

  rig.clock.jump(5 * 60_000)
  rig.wiki.setPassword(BOT, PASSWORD)
  expect(await docmost.spaces()).toHaveLength(1)
  expect(logins()).toBe(2)
})

test('sessions that end again and again: five logins a minute', async () => {
  const docmost = rig.client()
  for (let time = 0; time < 5; time += 1) {
    await docmost.spaces()
    rig.wiki.revokeSessions()
  }
  const error = await refusal(docmost.spaces())
  expect(error).toMatchObject({ code: 'rate_limited', retry: true })
  expect(error.retryAfterMs).toBeGreaterThan(50_000)
  expect(error.retryAfterMs).toBeLessThanOrEqual(60_000)
  expect(logins()).toBe(5)
  rig.clock.jump(error.retryAfterMs ?? 0)
  expect(await docmost.spaces()).toHaveLength(1)
})

test('logins throttled by Docmost, because others came from the same address', async () => {
  const docmost = rig.client()
  const body = JSON.stringify({ email: 'somebody@example.test', password: 'wrong' })
  const headers = { 'content-type': 'application/json' }
  for (let time = 0; time < 10; time += 1)
    await fetch(`${rig.wiki.url}/api/auth/login`, { method: 'POST', headers, body })
  const first = await refusal(docmost.spaces())
  expect(first).toMatchObject({ code: 'rate_limited', retry: true })
  expect(first.retryAfterMs).toBeGreaterThan(50_000)
  const second = await refusal(docmost.spaces())
  expect(second).toMatchObject({ code: 'rate_limited', retry: true })
  expect(logins()).toBe(11)
  rig.clock.jump(60_000)
  expect(await docmost.spaces()).toHaveLength(1)
})

test('a login that finds nobody is tried again with the next call, however many', async () => {
  const docmost = rig.client({ url: 'http://127.0.0.1:1' })
  for (let call = 0; call < 8; call += 1)
    expect(await codeOf(docmost.spaces())).toMatchObject({ code: 'unreachable' })
})

test('a second factor is asked for: no session, and no more logins', async () => {
  rig.wiki.fail('auth/login', { status: 200 })
  const docmost = rig.client()
  expect(await codeOf(docmost.spaces())).toMatchObject({ code: 'login_refused', retry: false })
  expect(await codeOf(docmost.spaces())).toMatchObject({ code: 'login_refused' })
  expect(logins()).toBe(1)
})

test('three calls at once and no more, on as many connections, the login among them', async () => {
  const docmost = rig.client()
  rig.wiki.fail('*', { delayMs: 15, times: 30 })
  await Promise.all(Array.from({ length: 25 }, () => docmost.spaces()))
  expect(rig.wiki.busiest()).toBe(3)
  expect(rig.wiki.connections()).toBe(3)
  await Promise.all(Array.from({ length: 25 }, () => docmost.spaces()))
  expect(rig.wiki.connections()).toBe(3)
})

test('a call that fails makes room for the next', async () => {
  const docmost = rig.client({ concurrency: 1 })
  rig.wiki.fail('spaces', { times: 3 })
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => docmost.spaces()))
  expect(ends.map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'rejected',
  ])
  expect(rig.wiki.busiest()).toBe(1)
})
