import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen } from '../fakes/slack-http.ts'
import { ADMIN, BOT, codeOf, type DocmostRig, refusal, startRig } from './docmost-rig.ts'

const UNKNOWN = '01a20589-0000-7000-8000-000000000000'

let rig: DocmostRig

beforeEach(async () => {
  rig = await startRig()
})

afterEach(() => rig.close())

test.each([
  ['500, which may be our own mistake', 500, 'server_error', true],
  ['a proxy without Docmost behind it', 502, 'unavailable', true],
  ['Docmost being restarted', 503, 'unavailable', true],
  ['a proxy that lost patience', 504, 'unavailable', true],
  ['a request that took too long to arrive', 408, 'timeout', true],
  ['what Docmost finds wrong', 400, 'bad_request', false],
  ['too small a role', 403, 'refused', false],
  ['too much at once', 413, 'too_large', false],
  ['something new', 422, 'bad_request', false],
] as const)('%s', async (_what, status, code, retry) => {
  rig.wiki.fail('spaces', { status })
  expect(await codeOf(rig.client().spaces())).toEqual({ system: 'docmost', code, retry })
})

test('a limit says for how long', async () => {
  const docmost = rig.client()
  rig.wiki.fail('spaces', { status: 429, headers: { 'retry-after-auth': '60' } })
  rig.wiki.fail('spaces', { status: 429, headers: { 'retry-after': '7' } })
  rig.wiki.fail('spaces', { status: 429 })
  const waits = [
    await refusal(docmost.spaces()),
    await refusal(docmost.spaces()),
    await refusal(docmost.spaces()),
  ]
  expect(waits.map(({ retryAfterMs }) => retryAfterMs)).toEqual([60_000, 7_000, 60_000])
  expect(waits.every(({ code, retry }) => code === 'rate_limited' && retry)).toBe(true)
})

test('a page that there is not', async () => {
  const docmost = rig.client()
  expect(await docmost.page(UNKNOWN)).toBeUndefined()
  expect(await codeOf(docmost.update(UNKNOWN, { title: 'x' }))).toMatchObject({
    code: 'not_found',
    retry: false,
  })
  expect(await codeOf(docmost.label(UNKNOWN, ['x']))).toMatchObject({ code: 'not_found' })
})

test('a sentence of Docmost is told, the list of them joined', async () => {
  const { id } = await rig.client().create({ space: rig.agency, title: 'Labels' })
  const error = await refusal(rig.client().label(id, ['baserow:12/17']))
  expect(error.message).toContain('bad_request - Label names can only contain letters')
})

test('a space that the bot was just let into', async () => {
  const docmost = rig.client()
  const space = rig.wiki.spaceId('direction')
  const create = () => docmost.create({ space, title: 'Plan' })
  const refused = { system: 'docmost', code: 'no_space_access', retry: true, retryAfterMs: 5_000 }
  expect(await codeOf(create())).toEqual(refused)
  rig.wiki.setRole('direction', BOT, 'writer')
  expect(await codeOf(create())).toEqual(refused)
  rig.clock.jump(5_000)
  expect(await create()).toMatchObject({ title: 'Plan' })
})

test('a page in a space that was taken away is not a page that is gone', async () => {
  const docmost = rig.client()
  const { id } = await docmost.create({ space: rig.agency, title: 'Plan' })
  rig.wiki.setRole('agence', BOT, undefined)
  rig.clock.jump(5_000)
  expect(await codeOf(docmost.page(id))).toMatchObject({ code: 'no_space_access' })
})

test('a reader is refused', async () => {
  rig.wiki.setRole('agence', BOT, 'reader')
  expect(await codeOf(rig.client().create({ space: rig.agency, title: 'x' }))).toMatchObject({
    code: 'refused',
    retry: false,
  })
})

test.each([
  ['a slug id', 'euWVKXqsag'],
  ['nothing', ''],
])('no id: %s', async (_what, id) => {
  const docmost = rig.client()
  const calls = [
    () => docmost.page(id),
    () => docmost.update(id, { title: 'x' }),
    () => docmost.append(id, 'x'),
    () => docmost.trash(id),
    () => docmost.label(id, ['x']),
    () => docmost.unlabel(id, 'x'),
    () => docmost.labelsOf(id),
    () => docmost.create({ space: id, title: 'x' }),
    () => docmost.create({ space: rig.agency, parent: id, title: 'x' }),
    () => docmost.createdByMe(id),
    () => docmost.children(id),
    () => docmost.children(rig.agency, id),
    () => docmost.trashed(id),
    () => docmost.revokeShare(id),
    () => docmost.changedAfter({ updatedAt: '2026-11-22T23:16:40.353Z', id }),
    () => docmost.changedAfter({ updatedAt: 'yesterday', id: UNKNOWN }),
  ]
  for (const call of calls) expect(await codeOf(call())).toMatchObject({ code: 'invalid', retry: false })
  expect(rig.wiki.routes).toEqual([])
})

test('nobody there, and there again', async () => {
  const docmost = rig.client()
  await docmost.spaces()
  rig.wiki.away()
  expect(await codeOf(docmost.spaces())).toEqual({ system: 'docmost', code: 'unreachable', retry: true })
  rig.wiki.back()
  expect(await docmost.spaces()).toHaveLength(1)
})

test('nobody listens at the address', async () => {
  const server = createServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  const error = await refusal(rig.client({ url }).spaces())
  expect(error).toMatchObject({ code: 'unreachable', retry: true })
  expect(error.message).toContain('ECONNREFUSED')
})

test('an answer that never comes, of something that was done all the same', async () => {
  const docmost = rig.client()
  rig.wiki.fail('pages/create', { hangs: true, when: 'after' })
  const late = codeOf(docmost.create({ space: rig.agency, title: 'Late' }))
  await expect.poll(() => rig.wiki.pages()).toMatchObject([{ title: 'Late' }])
  rig.clock.jump(30_000)
  // Long enough for Docmost to come to its end: whoever looked at once would find nothing and make a second page.
  expect(await late).toEqual({ system: 'docmost', code: 'timeout', retry: true, retryAfterMs: 30_000 })
  expect(await docmost.createdByMe(rig.agency)).toMatchObject([{ title: 'Late' }])
})

test('a lost answer of something that was done', async () => {
  const docmost = rig.client()
  rig.wiki.fail('pages/create', { when: 'after' })
  expect(await codeOf(docmost.create({ space: rig.agency, title: 'Lost' }))).toMatchObject({
    code: 'unreachable',
  })
  expect(rig.wiki.pages()).toMatchObject([{ title: 'Lost' }])
  const share = rig.wiki.asUser(ADMIN).share(rig.wiki.pages()[0]?.id ?? '')
  rig.wiki.fail('shares/delete', { when: 'after' })
  expect(await codeOf(docmost.revokeShare(share))).toMatchObject({ code: 'unreachable' })
  await docmost.revokeShare(share)
})

/** What no Docmost says. */
async function answering(status: number, body: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'text/html' }).end(body)
  })
  return { url: await listen(server), close: () => void server.close() }
}

test.each([
  ['a page of a proxy', 200, '<html>Welcome</html>', 'unreadable', true],
  ['a proxy that leads elsewhere', 404, '<html>nginx</html>', 'unreadable', true],
  ['another API', 200, '{"ok":true}', 'unreadable', false],
  ['an answer of another shape', 200, '{"success":true,"data":{"id":7}}', 'unreadable', false],
  ['an old Docmost', 404, '{"message":"Cannot POST /api/pages/info","statusCode":404}', 'unsupported', false],
  ['somewhere else', 301, '', 'unreadable', true],
])('%s', async (_what, status, body, code, retry) => {
  const other = await answering(status, body)
  const docmost = rig.client({ url: other.url, account: { token: 'an-api-key' } })
  expect(await codeOf(docmost.page(UNKNOWN))).toEqual({ system: 'docmost', code, retry })
  await docmost.close()
  other.close()
})
