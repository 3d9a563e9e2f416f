import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { GitHubFake } from '../fakes/github.ts'
import { type GitHubRig, issue, MINUTE, NOW, proposal, refusal, startRig } from './github-rig.ts'

let rig: GitHubRig
let hub: GitHubFake

beforeAll(async () => {
  rig = await startRig({ withApp: true })
  hub = rig.hub
})

afterEach(() => {
  expect(hub.refused).toEqual([])
  expect(rig.logged.join('')).not.toContain(hub.token)
})

afterAll(() => hub.close())

const github: GitHubRig['github'] = (over) => rig.github(over)

test('releases and dependency updates since then, newest first', async () => {
  const start = NOW - 60 * MINUTE
  const at = (minute: number) => start + minute * MINUTE
  await hub.addRelease({ tag: 'v1.0.0', at: at(-5) })
  await hub.addRelease({ tag: 'v1.1.0', at: at(10) })
  await hub.addRelease({ tag: 'v2.0.0', at: at(20), draft: true })
  await hub.addMergedDependency({ title: 'Bump zod', at: at(5) })
  await hub.addMergedDependency({ title: 'Bump pino', at: at(-1) })
  await hub.addMergedDependency({ title: 'Lock file', at: at(15), by: 'yan-gh', labels: ['dependencies'] })
  await hub.addMergedDependency({ title: 'A feature', at: at(16), by: 'yan-gh' })
  const closed = await github().proposeFile(proposal())
  await hub.closePull(closed.number, 'yan-gh')
  const changes = await github().recentChanges(start)
  expect(changes).toEqual([
    { kind: 'dependency', title: 'Lock file', url: expect.stringMatching(/\/pull\/\d+$/), at: at(15) },
    { kind: 'release', title: 'v1.1.0', url: expect.stringContaining('v1.1.0'), at: at(10) },
    { kind: 'dependency', title: 'Bump zod', url: expect.stringMatching(/\/pull\/\d+$/), at: at(5) },
  ])
})

const RESET = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String((NOW + 5 * MINUTE) / 1000) }

test.each([
  [429, { 'retry-after': '7' }, { code: 'rate_limited', retry: true, retryAfterMs: 7_000 }],
  [403, { 'retry-after': '30' }, { code: 'rate_limited', retry: true, retryAfterMs: 30_000 }],
  [403, RESET, { code: 'rate_limited', retry: true, retryAfterMs: 5 * MINUTE }],
  [429, RESET, { code: 'rate_limited', retry: true, retryAfterMs: 5 * MINUTE }],
  [429, {}, { code: 'rate_limited', retry: true, retryAfterMs: MINUTE }],
  [503, { 'retry-after': '2' }, { code: 'unavailable', retry: true, retryAfterMs: 2_000 }],
  [502, {}, { code: 'unavailable', retry: true }],
  [401, {}, { code: 'refused', retry: false }],
  [403, {}, { code: 'refused', retry: false }],
  [403, { 'x-ratelimit-remaining': '12' }, { code: 'refused', retry: false }],
  [404, {}, { code: 'not_found', retry: false }],
  [410, {}, { code: 'gone', retry: false }],
  [422, {}, { code: 'unprocessable', retry: false }],
] as const)('%i with %o is told so, after one attempt', async (status, headers, told) => {
  hub.fail('GET /issues/{number}', { status, headers })
  const mark = hub.routes.length
  expect(await rig.codeOf(github().issue(1))).toEqual(told)
  expect(rig.since(mark)).toEqual(['GET /issues/{number}'])
})

test('GitHub is away, and back', async () => {
  hub.away()
  expect(await rig.codeOf(github().issue(1))).toEqual({ code: 'unreachable', retry: true })
  hub.back()
  expect(await github().issue(1)).toMatchObject({ state: expect.any(String) })
})

test('an answer that takes too long is given up', async () => {
  hub.fail('GET /issues/{number}', { delayMs: 1_000 })
  expect(await rig.codeOf(github({ timeoutMs: 50 }).issue(1))).toEqual({ code: 'unreachable', retry: true })
})

test('an answer that is not GitHub’s is not believed', async () => {
  hub.fail('GET /issues', { status: 200 })
  expect(await rig.codeOf(github().openIssue(issue()))).toEqual({ code: 'unreadable', retry: true })
})

test('an address where nobody listens is unreachable', async () => {
  const act = github({ apiUrl: 'http://127.0.0.1:9/api/v3' }).recentChanges(0)
  expect(await rig.codeOf(act)).toEqual({ code: 'unreachable', retry: true })
})

test('a wrong token is refused, another repository not found', async () => {
  const wrong = github({ account: { token: 'ghp_another' } })
  const error = await refusal(wrong.issue(1), 'ghp_another')
  expect(error).toMatchObject({ code: 'refused', retry: false, message: 'github: refused - Bad credentials' })
  const foreign = github({ repository: 'formation/else' })
  expect(await rig.codeOf(foreign.readFile('README.md', 'main'))).toEqual({ code: 'not_found', retry: false })
  expect(await rig.codeOf(foreign.openIssue(issue()))).toEqual({ code: 'not_found', retry: false })
})

test('an App speaks with a token of its installation, asked for once', async () => {
  if (hub.app === undefined) throw new Error('no App')
  const mark = hub.routes.length
  const app = github({ account: hub.app })
  const wanted = issue()
  await app.openIssue(wanted)
  await app.proposeFile(proposal())
  const opened = (await hub.issues()).find((one) => one.title === wanted.title)
  expect(opened?.user).toEqual({ login: 'vigie[bot]' })
  expect(rig.since(mark).filter((route) => route.startsWith('POST /app'))).toHaveLength(1)
})

test('an App whose token cannot be had says so', async () => {
  if (hub.app === undefined) throw new Error('no App')
  hub.fail('POST /app/installations/{id}/access_tokens', { status: 502 })
  expect(await rig.codeOf(github({ account: hub.app }).issue(1))).toEqual({
    code: 'unavailable',
    retry: true,
  })
  const elsewhere = github({ account: { ...hub.app, installationId: 1 } })
  expect(await rig.codeOf(elsewhere.issue(1))).toEqual({ code: 'not_found', retry: false })
})
