import { inspect } from 'node:util'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createGitHub, type GitHubOptions } from '../../src/adapters/github/github.ts'
import type { NewIssue, Proposal } from '../../src/runs/github.ts'
import { RemoteError } from '../../src/runs/remote.ts'
import { type GitHubFake, startGitHub } from '../fakes/github.ts'

let hub: GitHubFake
const logged: string[] = []

beforeAll(async () => {
  hub = await startGitHub({
    repository: 'formation/hub',
    people: ['corentin-gh', 'yan-gh'],
    withApp: true,
  })
})

afterEach(() => {
  expect(hub.refused).toEqual([])
  expect(logged.join('')).not.toContain(hub.token)
})

afterAll(() => hub.close())

const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 23, 12)

function github(over: Partial<GitHubOptions> = {}) {
  return createGitHub({
    account: { token: hub.token },
    repository: hub.repository,
    apiUrl: hub.url,
    log: pino({ level: 'info' }, { write: (line: string) => logged.push(line) }),
    clock: { now: () => NOW },
    ...over,
  })
}

let made = 0
function issue(over: Partial<NewIssue> = {}): NewIssue {
  made += 1
  const key = `INC-${made}.1.1`
  return { key, title: `[SEV1] Docmost ${made}`, body: '502', labels: ['incident'], assignees: [], ...over }
}

function proposal(over: Partial<Proposal> = {}): Proposal {
  made += 1
  return {
    branch: `vigie/inc-${made}`,
    path: `docs/post-mortems/INC-${made}.md`,
    text: '# What happened\n\nL’éditeur a répondu 502.\n',
    message: `docs: post-mortem of INC-${made}`,
    title: `Post-mortem of INC-${made}`,
    body: 'Please complete.',
    ...over,
  }
}

async function refusal(act: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof RemoteError)) throw new Error(`no RemoteError but ${String(error)}`)
  for (const shown of [inspect(error, { depth: 9 }), JSON.stringify(error), error.stack])
    expect(shown).not.toContain(hub.token)
  return error
}

async function codeOf(act: Promise<unknown>) {
  const { system, code, retry, retryAfterMs } = await refusal(act)
  expect(system).toBe('github')
  return retryAfterMs === undefined ? { code, retry } : { code, retry, retryAfterMs }
}

async function issuesTitled(title: string) {
  return (await hub.issues()).filter((one) => one.title === title)
}

function since(mark: number) {
  return hub.routes.slice(mark)
}

test('an issue is opened with its labels and assignees, and found again', async () => {
  const wanted = issue({ assignees: ['corentin-gh'], labels: ['incident', 'sev1'] })
  const ticket = await github().openIssue(wanted)
  expect(ticket.url).toMatch(/\/formation\/hub\/issues\/\d+$/)
  expect(await issuesTitled(wanted.title)).toMatchObject([
    {
      number: ticket.number,
      body: `502\n\n<!-- vigie:${wanted.key} -->`,
      labels: [{ name: 'incident' }, { name: 'sev1' }],
      assignees: [{ login: 'corentin-gh' }],
    },
  ])
  expect(await github().openIssue(wanted)).toEqual(ticket)
  expect(await issuesTitled(wanted.title)).toHaveLength(1)
})

test('the answer got lost after the issue was opened: the repeat finds it', async () => {
  const wanted = issue()
  hub.fail('POST /issues', { when: 'after' })
  expect(await codeOf(github().openIssue(wanted))).toEqual({ code: 'unreachable', retry: true })
  const ticket = await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toMatchObject([{ number: ticket.number }])
})

test('the request got lost before the issue was opened: the repeat opens it', async () => {
  const wanted = issue()
  hub.fail('POST /issues', { when: 'before' })
  expect(await codeOf(github().openIssue(wanted))).toEqual({ code: 'unreachable', retry: true })
  await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toHaveLength(1)
})

test('an issue is found on the second page, closed meanwhile, and its key is not the beginning of another', async () => {
  const wanted = issue()
  const ticket = await github().openIssue(wanted)
  await hub.closeIssue(ticket.number, 'yan-gh')
  for (let n = 0; n < 105; n += 1) await github().openIssue(issue({ key: `${wanted.key}${n}`, labels: [] }))
  const mark = hub.routes.length
  expect(await github().openIssue(wanted)).toEqual(ticket)
  expect(since(mark)).toEqual(['GET /issues', 'GET /issues'])
})

test('a copy of an issue, mark and all, is not taken for it; nor is a pull request', async () => {
  const wanted = issue()
  await github().proposeFile(proposal({ body: `<!-- vigie:${wanted.key} -->` }))
  const ticket = await github().openIssue(wanted)
  await github().openIssue(issue({ body: `copied\n<!-- vigie:${wanted.key} -->` }))
  expect(await issuesTitled(wanted.title)).toMatchObject([{ number: ticket.number }])
  expect(await github().openIssue(wanted)).toEqual(ticket)
})

test('an assignee that GitHub does not know is left out, the others stay', async () => {
  const wanted = issue({ assignees: ['nobody-here', 'yan-gh'] })
  const ticket = await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toMatchObject([
    { number: ticket.number, assignees: [{ login: 'yan-gh' }], labels: [{ name: 'incident' }] },
  ])
  expect(logged.some((line) => line.includes('nobody-here'))).toBe(true)
})

test('what is refused even so is opened without assignees and labels', async () => {
  const wanted = issue({ assignees: ['yan-gh'] })
  hub.fail('POST /issues', { status: 422, times: 2 })
  await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toMatchObject([{ assignees: [], labels: [] }])

  hub.fail('POST /issues', { status: 422, times: 3 })
  expect(await codeOf(github().openIssue(issue()))).toEqual({ code: 'unprocessable', retry: false })
})

test('a text that is longer than GitHub takes is cut, the mark stays', async () => {
  const wanted = issue({ title: 'x'.repeat(300), body: 'é'.repeat(70_000) })
  const ticket = await github().openIssue(wanted)
  expect(await github().openIssue(wanted)).toEqual(ticket)
})

test('an issue is open, closed by somebody, and open again', async () => {
  const { number } = await github().openIssue(issue())
  expect(await github().issue(number)).toEqual({ state: 'open' })
  await hub.closeIssue(number, 'yan-gh')
  expect(await github().issue(number)).toEqual({ state: 'closed', by: 'yan-gh' })
  await hub.reopenIssue(number, 'yan-gh')
  expect(await github().issue(number)).toEqual({ state: 'open' })
})

test('a comment is written once, though its answer got lost', async () => {
  const { number } = await github().openIssue(issue())
  const comment = { key: 'INC-1.4.2', body: 'Resolved' }
  hub.fail('POST /issues/{number}/comments', { when: 'after' })
  expect(await codeOf(github().comment(number, comment))).toEqual({ code: 'unreachable', retry: true })
  await github().comment(number, comment)
  await github().comment(number, { ...comment, key: 'INC-1.4.3' })
  expect(await hub.comments(number)).toEqual([
    'Resolved\n\n<!-- vigie:INC-1.4.2 -->',
    'Resolved\n\n<!-- vigie:INC-1.4.3 -->',
  ])
})

test('a file is proposed once: one branch, one commit, one pull request', async () => {
  const wanted = proposal()
  hub.fail('POST /pulls', { when: 'after' })
  hub.fail('PUT /contents/{path}', { when: 'after' })
  expect(await codeOf(github().proposeFile(wanted))).toEqual({ code: 'unreachable', retry: true })
  expect(await codeOf(github().proposeFile(wanted))).toEqual({ code: 'unreachable', retry: true })
  const mark = hub.routes.length
  const ticket = await github().proposeFile(wanted)
  expect(since(mark).filter((route) => !route.startsWith('GET'))).toEqual([])
  expect(await hub.file(wanted.path, wanted.branch)).toBe(wanted.text)
  expect(await hub.file(wanted.path)).toBeUndefined()
  const pulls = (await hub.pulls()).filter((pull) => pull.head.ref === wanted.branch)
  expect(pulls).toMatchObject([{ number: ticket.number, title: wanted.title, base: { ref: 'main' } }])
  expect(await github().pull(ticket.number)).toEqual({ state: 'open' })
})

test('a new text for an open pull request is one more commit', async () => {
  const wanted = proposal()
  const ticket = await github().proposeFile(wanted)
  expect(await github().proposeFile({ ...wanted, text: 'more' })).toEqual(ticket)
  expect(await hub.file(wanted.path, wanted.branch)).toBe('more')
})

test('what a person wrote on the branch is read back, and a repeat does not write over it', async () => {
  const wanted = proposal()
  const ticket = await github().proposeFile(wanted)
  await hub.writeFile(wanted.branch, wanted.path, `${wanted.text}\n## Cause\n`, 'yan-gh')
  expect(await github().proposeFile(wanted)).toEqual(ticket)
  expect(await github().readFile(wanted.path, wanted.branch)).toBe(`${wanted.text}\n## Cause\n`)
  await github().proposeFile({ ...wanted, text: 'another' })
  expect(await github().readFile(wanted.path, wanted.branch)).toBe('another')
})

test('a person who writes at the same moment: the sha is read again, once', async () => {
  const wanted = proposal()
  await github().proposeFile(wanted)
  hub.fail('PUT /contents/{path}', { status: 409 })
  await github().proposeFile({ ...wanted, text: 'again' })
  expect(await hub.file(wanted.path, wanted.branch)).toBe('again')
  hub.fail('PUT /contents/{path}', { status: 409, times: 2 })
  const act = github().proposeFile({ ...wanted, text: 'and again' })
  expect(await codeOf(act)).toEqual({ code: 'conflict', retry: true })
})

test('a file is read from the default branch when the branch does not exist', async () => {
  expect(await github().readFile('README.md', 'no/such/branch')).toContain('hub')
  expect(await github().readFile('docs/nothing.md', 'no/such/branch')).toBeUndefined()
  const wanted = proposal()
  await github().proposeFile(wanted)
  expect(await github().readFile('docs/nothing.md', wanted.branch)).toBeUndefined()
  expect(await github().readFile('docs/post-mortems', wanted.branch)).toBeUndefined()
})

test('a path with spaces and signs is written and read', async () => {
  const wanted = proposal({ path: 'docs/après coup/INC 1 #2?.md', branch: 'vigie/inc#1' })
  await github().proposeFile(wanted)
  expect(await github().readFile(wanted.path, wanted.branch)).toBe(wanted.text)
})

test.each(['merge', 'squash'] as const)(
  'after a %s the same text is done, a new one gets a new pull request',
  async (how) => {
    const wanted = proposal()
    const first = await github().proposeFile(wanted)
    await hub.writeFile(wanted.branch, wanted.path, 'completed by hand', 'yan-gh')
    await hub.mergePull(first.number, 'yan-gh', how)
    expect(await github().pull(first.number)).toEqual({ state: 'merged', by: 'yan-gh' })
    expect(await hub.file(wanted.path)).toBe('completed by hand')

    expect(await github().proposeFile({ ...wanted, text: 'completed by hand' })).toEqual(first)
    const second = await github().proposeFile({ ...wanted, text: 'a new text' })
    expect(second.number).not.toBe(first.number)
    expect(await github().proposeFile({ ...wanted, text: 'a new text' })).toEqual(second)
    await hub.mergePull(second.number, 'yan-gh', how)
    expect(await hub.file(wanted.path)).toBe('a new text')
  },
)

test('a branch that was pushed to after its merge keeps what is on it', async () => {
  const wanted = proposal()
  const first = await github().proposeFile(wanted)
  await hub.mergePull(first.number, 'yan-gh')
  await hub.writeFile(wanted.branch, 'notes.md', 'late thoughts', 'yan-gh')
  await github().proposeFile({ ...wanted, text: 'a new text' })
  expect(await hub.file('notes.md', wanted.branch)).toBe('late thoughts')
  expect(await hub.file(wanted.path, wanted.branch)).toBe('a new text')
})

test('a pull request closed unmerged says who closed it; the next proposal opens another', async () => {
  const wanted = proposal()
  const first = await github().proposeFile(wanted)
  await hub.closePull(first.number, 'yan-gh')
  expect(await github().pull(first.number)).toEqual({ state: 'closed', by: 'yan-gh' })
  const second = await github().proposeFile({ ...wanted, text: 'better' })
  expect(second.number).not.toBe(first.number)
})

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
  expect(await codeOf(github().issue(1))).toEqual(told)
  expect(since(mark)).toEqual(['GET /issues/{number}'])
})

test('GitHub is away, and back', async () => {
  hub.away()
  expect(await codeOf(github().issue(1))).toEqual({ code: 'unreachable', retry: true })
  hub.back()
  expect(await github().issue(1)).toMatchObject({ state: expect.any(String) })
})

test('an answer that takes too long is given up', async () => {
  hub.fail('GET /issues/{number}', { delayMs: 1_000 })
  expect(await codeOf(github({ timeoutMs: 50 }).issue(1))).toEqual({ code: 'unreachable', retry: true })
})

test('an answer that is not GitHub’s is not believed', async () => {
  hub.fail('GET /issues', { status: 200 })
  expect(await codeOf(github().openIssue(issue()))).toEqual({ code: 'unreadable', retry: true })
})

test('an address where nobody listens is unreachable', async () => {
  const act = github({ apiUrl: 'http://127.0.0.1:9/api/v3' }).recentChanges(0)
  expect(await codeOf(act)).toEqual({ code: 'unreachable', retry: true })
})

test('a wrong token is refused, another repository not found', async () => {
  const wrong = github({ account: { token: 'ghp_another' } })
  const error = await refusal(wrong.issue(1))
  expect(error).toMatchObject({ code: 'refused', retry: false, message: 'github: refused - Bad credentials' })
  expect(inspect(error, { depth: 9 })).not.toContain('ghp_another')
  const foreign = github({ repository: 'formation/else' })
  expect(await codeOf(foreign.readFile('README.md', 'main'))).toEqual({ code: 'not_found', retry: false })
  expect(await codeOf(foreign.openIssue(issue()))).toEqual({ code: 'not_found', retry: false })
})

test('an App speaks with a token of its installation, asked for once', async () => {
  if (hub.app === undefined) throw new Error('no App')
  const mark = hub.routes.length
  const app = github({ account: hub.app })
  const wanted = issue()
  await app.openIssue(wanted)
  await app.proposeFile(proposal())
  expect((await issuesTitled(wanted.title))[0]?.user).toEqual({ login: 'vigie[bot]' })
  expect(since(mark).filter((route) => route.startsWith('POST /app'))).toHaveLength(1)
})

test('an App whose token cannot be had says so', async () => {
  if (hub.app === undefined) throw new Error('no App')
  hub.fail('POST /app/installations/{id}/access_tokens', { status: 502 })
  expect(await codeOf(github({ account: hub.app }).issue(1))).toEqual({ code: 'unavailable', retry: true })
  const elsewhere = github({ account: { ...hub.app, installationId: 1 } })
  expect(await codeOf(elsewhere.issue(1))).toEqual({ code: 'not_found', retry: false })
})
