import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createLeverClock, type LeverClock } from './clock.ts'
import { type DocmostFake, startDocmost } from './docmost.ts'
import { differences, type Exchange, learn, type Names, readExchanges, translate } from './docmost-replay.ts'

/** The fake is only worth something when it is what was seen of the real one. */
const [ADMIN, BOT] = ['admin@example.test', 'bot@example.test']
const PASSWORDS = new Map([
  [ADMIN, 'admin-pass-3900'],
  [BOT, 'bot-pass-3900'],
])

let clock: LeverClock
let wiki: DocmostFake

beforeEach(async () => {
  clock = createLeverClock()
  wiki = await startDocmost({
    users: [...PASSWORDS].map(([email, password]) => ({ email, password, name: email })),
    spaces: [
      { name: 'General', slug: 'general', members: { [ADMIN]: 'admin', [BOT]: 'writer' } },
      { name: 'Ops Sync', slug: 'opssync', members: { [ADMIN]: 'admin', [BOT]: 'writer' } },
      { name: 'Read only', slug: 'readonly', members: { [ADMIN]: 'admin', [BOT]: 'reader' } },
    ],
    clock,
  })
})

afterEach(() => wiki.close())

type Sent = { readonly status: number; readonly headers: Headers; readonly body: unknown }

async function send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Sent> {
  const answer = await fetch(`${wiki.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

async function logIn(email: string, address = '127.0.0.1'): Promise<string> {
  const credentials = { email, password: PASSWORDS.get(email) }
  const { headers } = await send('/api/auth/login', credentials, { 'x-forwarded-for': address })
  return (
    /^authToken=([^;]+); Path=\/; Expires=.* GMT; HttpOnly; SameSite=Lax$/.exec(
      headers.getSetCookie().join(),
    )?.[1] ?? ''
  )
}

/** As the bot, by bearer. */
async function post(route: string, body: unknown): Promise<Sent> {
  return send(`/api/${route}`, body, { authorization: `Bearer ${await botToken()}` })
}

let token: { readonly of: DocmostFake; readonly value: Promise<string> } | undefined

function botToken(): Promise<string> {
  if (token?.of !== wiki) token = { of: wiki, value: logIn(BOT) }
  return token.value
}

async function replay(
  exchange: Exchange,
  names: Names,
  tokens: Readonly<Record<string, string>>,
): Promise<Sent> {
  const { method, path, as, body, raw } = exchange
  const answer = await fetch(`${wiki.url}${path}`, {
    method,
    headers: {
      'content-type': raw === 'hello' ? 'text/plain' : 'application/json',
      ...(as === 'none' ? {} : { authorization: `Bearer ${tokens[as]}` }),
    },
    ...(method === 'GET' ? {} : { body: raw ?? JSON.stringify(translate(body, names)) }),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

test('what was captured of the real one, replayed: the same status, the same shape', async () => {
  const tokens = { admin: await logIn(ADMIN), bot: await logIn(BOT) }
  const theirs = wiki.asUser(ADMIN).create({ space: 'readonly', title: 'Theirs' })
  const names: Names = new Map([
    ['01a2058a-10b1-77a2-9274-0a98d1ffb9a0', wiki.spaceId('opssync')],
    ['01a20593-0c40-7ed1-959d-b6773d4425ab', wiki.spaceId('readonly')],
    ['01a2058a-0df1-7c6f-b187-c58a138eb6f7', wiki.userId(BOT)],
    ['01a20593-5614-7a7f-b5d3-08d1ac2480c1', theirs],
  ])
  const wrong: string[] = []
  for (const exchange of readExchanges()) {
    if (exchange.name === 'history p1') clock.jump(10 * 60_000)
    clock.jump(20)
    const { status, body } = await replay(exchange, names, tokens)
    learn(exchange.answer, body, names)
    const found = exchange.status === 200 ? differences(exchange.answer, body) : []
    wrong.push(...found.map((one) => `${exchange.name}${one}`))
    if (status !== exchange.status) wrong.push(`${exchange.name}: ${status}, not ${exchange.status}`)
    // An error is its sentences.
    if (exchange.status !== 200) expect(body, exchange.name).toEqual(exchange.answer)
  }
  expect(wrong).toEqual([])
})

test('Markdown comes back as the real one gives it back', async () => {
  const names: Names = new Map([['01a2058a-10b1-77a2-9274-0a98d1ffb9a0', wiki.spaceId('opssync')]])
  const tokens = { bot: await botToken() }
  for (const exchange of readExchanges()) {
    if (!['page create markdown', 'info markdown'].includes(exchange.name)) continue
    const { body } = await replay(exchange, names, tokens)
    learn(exchange.answer, body, names)
    if (exchange.name === 'info markdown') expect(contentOf(body)).toBe(contentOf(exchange.answer))
  }
})

function contentOf(answer: unknown): unknown {
  return z.object({ data: z.object({ content: z.string() }) }).parse(answer).data.content
}

test('a session is a cookie, and a bearer too; the cookie wins', async () => {
  const session = await logIn(BOT)
  expect(session).not.toBe('')
  const bad = { authorization: 'Bearer nobody' }
  expect((await send('/api/users/me', {}, { authorization: `Bearer ${session}` })).status).toBe(200)
  expect((await send('/api/users/me', {}, { ...bad, cookie: `authToken=${session}` })).status).toBe(200)
  expect((await send('/api/users/me', {}, bad)).status).toBe(401)
  wiki.revokeSessions(ADMIN)
  expect((await send('/api/users/me', {}, { cookie: `authToken=${session}` })).status).toBe(200)
  wiki.revokeSessions()
  const ended = await send('/api/users/me', {}, { cookie: `authToken=${session}` })
  expect(ended.body).toEqual({ message: 'Unauthorized', statusCode: 401 })
})

test('the eleventh login within a minute, good or bad; another address has its own ten', async () => {
  const attempt = (password: string, address: string) =>
    send('/api/auth/login', { email: BOT, password }, { 'x-forwarded-for': address })
  for (let left = 9; left >= 0; left -= 1) {
    const { status, headers } = await attempt(left % 2 === 0 ? 'bot-pass-3900' : 'wrong', '10.0.0.1')
    expect(status).toBe(left % 2 === 0 ? 200 : 401)
    if (status === 200) expect(headers.get('x-ratelimit-remaining-auth')).toBe(String(left))
  }
  const refused = await attempt('bot-pass-3900', '10.0.0.1')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after-auth'))).toBeGreaterThan(50)
  expect(refused.headers.get('retry-after')).toBeNull()
  expect((await attempt('bot-pass-3900', '10.0.0.2')).status).toBe(200)
  clock.jump(60_000)
  expect((await attempt('bot-pass-3900', '10.0.0.1')).status).toBe(200)
})

test('what it does not know is refused and remembered, and what it drops as well', async () => {
  await post('pages/tree', {})
  await fetch(`${wiki.url}/api/users/me`)
  await post('pages/recent', { limit: 5, page: 2 })
  expect(wiki.refused).toEqual(['POST /api/pages/tree', 'GET /api/users/me'])
  expect(wiki.dropped).toEqual(['pages/recent: page'])
})

test('a limit as text gets the sentence that misleads', async () => {
  const { body } = await post('pages/recent', { limit: '5' })
  expect(body).toMatchObject({ message: ['limit must not be greater than 100'], statusCode: 400 })
})

test('a body of more than a megabyte', async () => {
  const { status, body } = await post('pages/create', { title: 'x'.repeat(1_048_576) })
  expect([status, body]).toEqual([413, { statusCode: 413, message: 'Request body is too large' }])
})

test('roles are remembered for five seconds, refusals and leaves alike', async () => {
  const recent = async () => (await post('pages/recent', { spaceId: wiki.spaceId('readonly') })).status
  wiki.setRole('readonly', BOT, undefined)
  expect(await recent()).toBe(404)
  wiki.setRole('readonly', BOT, 'writer')
  expect(await recent()).toBe(404)
  clock.jump(5_000)
  expect(await recent()).toBe(200)
  wiki.setRole('readonly', BOT, undefined)
  expect(await recent()).toBe(200)
  clock.jump(5_000)
  expect(await recent()).toBe(404)
})

test('a replace destroys what somebody is typing, and nobody is told', async () => {
  const admin = wiki.asUser(ADMIN)
  const id = admin.create({ space: 'opssync', title: 'Open', markdown: 'Before.' })
  admin.typing(id, 'Half a thought')
  const change = { pageId: id, content: 'From the bot.', format: 'markdown', operation: 'replace' }
  expect((await post('pages/update', change)).status).toBe(200)
  clock.jump(60_000)
  expect(wiki.page(id)).toMatchObject({ markdown: 'From the bot.', updatedBy: BOT })
  expect(wiki.lost()).toEqual(['Half a thought'])
})

test('an update of nothing moves the time and the last writer; a page in the trash takes it too', async () => {
  const id = wiki.asUser(ADMIN).create({ space: 'opssync', title: 'Theirs' })
  const before = wiki.page(id).updatedAt
  wiki.asUser(ADMIN).trash(id)
  clock.jump(10)
  expect((await post('pages/update', { pageId: id })).status).toBe(200)
  const { updatedAt, updatedBy, trashed } = wiki.page(id)
  expect([updatedAt > before, updatedBy, trashed]).toEqual([true, BOT, true])
})

test('a title is written before bad content is refused', async () => {
  const id = wiki.asUser(ADMIN).create({ space: 'opssync', title: 'Old' })
  const change = { pageId: id, title: 'New', content: { foo: 1 }, format: 'json', operation: 'replace' }
  expect((await post('pages/update', change)).status).toBe(400)
  expect(wiki.page(id).title).toBe('New')
})

test('a page of JSON that it half understood cannot be appended to', async () => {
  const content = { type: 'doc', content: [{ type: 'nope' }] }
  const made = await post('pages/create', { spaceId: wiki.spaceId('opssync'), content, format: 'json' })
  const { id } = z.object({ data: z.object({ id: z.string() }) }).parse(made.body).data
  const more = { pageId: id, content: 'more', format: 'markdown', operation: 'append' }
  expect((await post('pages/update', more)).status).toBe(500)
})

test('the trash takes what is below and the shares; restored, the time is the old one', async () => {
  const admin = wiki.asUser(ADMIN)
  const top = admin.create({ space: 'opssync', title: 'Top' })
  const child = admin.create({ space: 'opssync', title: 'Child', parent: top })
  admin.share(child)
  const before = wiki.page(child).updatedAt
  clock.jump(10)
  admin.trash(top)
  expect(wiki.page(child).trashed).toBe(true)
  expect(wiki.shares()).toEqual([])
  // From a trashed parent it is taken out.
  admin.restore(child)
  expect(wiki.page(child)).toMatchObject({ trashed: false, parent: null, updatedAt: before })
})

test('content that was seen to kill the real one', async () => {
  const content = 'x\n\n'.repeat(33_000)
  const page = { spaceId: wiki.spaceId('opssync'), content, format: 'markdown' }
  await expect(post('pages/create', page)).rejects.toThrow('fetch failed')
  await expect(post('users/me', {})).rejects.toThrow('fetch failed')
  expect(wiki.refused).toEqual(['33000 blocks: out of memory'])
})
