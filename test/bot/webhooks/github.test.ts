import { sign } from '@octokit/webhooks-methods'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createServer } from '../../../src/bot/server.ts'
import { createGitHubWebhook } from '../../../src/bot/webhooks/github.ts'
import type { RepositoryEvent } from '../../../src/runs/reconcile.ts'
import { type GitHubFake, startGitHub } from '../../fakes/github.ts'

const REPOSITORY = 'formation/hub'
let hub: GitHubFake
let url = ''
let lines: string[] = []
let taken: RepositoryEvent[] = []
let store: () => Promise<void>

const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
const server = createServer({
  log: pino({ level: 'silent' }),
  health: { store: 'memory', surfaces: {}, ping: async () => undefined },
})

beforeAll(async () => {
  hub = await startGitHub({ repository: REPOSITORY, people: ['corentin-gh', 'yan-gh'] })
  const take = async (event: RepositoryEvent) => {
    await store()
    taken.push(event)
  }
  const secret = `old-secret, ${hub.webhookSecret}`
  await server.register(createGitHubWebhook({ secret, repository: REPOSITORY, take, log }))
  url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/webhooks/github`
  hub.deliver(url)
})

beforeEach(() => {
  lines = []
  taken = []
  store = async () => undefined
})

afterAll(async () => {
  await server.close()
  await hub.close()
})

type Sent = { body?: string; event?: string; secret?: string; delivery?: string; signature?: string | null }

const CLOSED = JSON.stringify({
  action: 'closed',
  issue: { number: 7 },
  sender: { login: 'yan-gh' },
  repository: { full_name: REPOSITORY },
})

async function post(sent: Sent = {}) {
  const body = sent.body ?? CLOSED
  const signature =
    sent.signature === undefined ? await sign(sent.secret ?? hub.webhookSecret, body) : sent.signature
  const headers = {
    'content-type': 'application/json',
    'x-github-event': sent.event ?? 'issues',
    'x-github-delivery': sent.delivery ?? 'd-1',
    ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
  }
  const answer = await fetch(url, { method: 'POST', headers, body })
  return { status: answer.status, body: await answer.json() }
}

/** The same issue as `CLOSED`, otherwise than it was. */
function told(over: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(CLOSED), ...over })
}

const ACCEPTED = { status: 202, body: { accepted: true } }

test('an issue that is closed and reopened on GitHub is told, with who did it', async () => {
  const issue = await hub.openIssue('Docmost is slow', 'yan-gh')
  await hub.closeIssue(issue, 'yan-gh')
  await hub.reopenIssue(issue, 'corentin-gh')
  const delivery = hub.deliveries.map((one) => one.id)
  expect(hub.deliveries.map((one) => [one.event, one.status])).toEqual([
    ['issues', 202],
    ['issues', 202],
  ])
  expect(taken).toEqual([
    { kind: 'issue_closed', number: issue, by: 'yan-gh', delivery: delivery[0] },
    { kind: 'issue_reopened', number: issue, by: 'corentin-gh', delivery: delivery[1] },
  ])
})

test('a pull request that is merged, and one that is closed', async () => {
  const merged = await hub.addMergedDependency({ title: 'Bump zod', at: Date.now() })
  const closed = await hub.openPull({ branch: 'topic', title: 'Topic', by: 'yan-gh' })
  await hub.closePull(closed, 'yan-gh')
  expect(taken).toMatchObject([
    { kind: 'pull_merged', number: merged, by: 'vigie-bot' },
    { kind: 'pull_closed', number: closed, by: 'yan-gh' },
  ])
})

test('the one who merged is named, not the bot that told', async () => {
  const pull = { number: 3, merged: true, merged_by: { login: 'corentin-gh' } }
  const body = told({ pull_request: pull, sender: { login: 'github-merge-queue[bot]' } })
  expect(await post({ event: 'pull_request', body })).toEqual(ACCEPTED)
  expect(taken).toEqual([{ kind: 'pull_merged', number: 3, by: 'corentin-gh', delivery: 'd-1' }])
})

test('a deleted account leaves nobody to name', async () => {
  expect(await post({ body: told({ sender: null }) })).toEqual(ACCEPTED)
  expect(taken).toEqual([{ kind: 'issue_closed', number: 7, delivery: 'd-1' }])
})

test.each<[string, Sent]>([
  ['no signature', { signature: null }],
  ['an empty one', { signature: '' }],
  ['another secret', { secret: 'wrong' }],
  ['both secrets as one', { secret: 'old-secret, a-webhook-secret' }],
  ['the signature of another body', { signature: 'sha256=00' }],
  ['nothing at all in the body', { body: '', signature: 'sha256=00' }],
  ['not JSON and not signed', { body: '{', signature: 'sha256=00' }],
])('refused with 401: %s', async (_why, sent) => {
  expect((await post(sent)).status).toBe(401)
  expect(taken).toEqual([])
  expect(lines.join('')).toContain('bad or missing signature')
})

test('either of two secrets is taken during rotation', async () => {
  expect(await post({ secret: 'old-secret' })).toEqual(ACCEPTED)
  expect(await post({ secret: hub.webhookSecret })).toEqual(ACCEPTED)
  expect(taken).toHaveLength(2)
})

test('the signature is over the bytes as they came', async () => {
  const body = `${CLOSED.replace('{', '{ ').replace('yan-gh', 'y\\u0061n-gh')}\n`
  expect(await post({ body })).toEqual(ACCEPTED)
  expect(taken).toMatchObject([{ by: 'yan-gh' }])
})

test('only what is not JSON is 400', async () => {
  expect((await post({ body: '{"action":' })).status).toBe(400)
  expect((await post({ body: 'payload=%7B%7D' })).status).toBe(400)
  for (const body of ['null', '[]', '{}', told({ issue: {} }), told({ issue: { number: 'seven' } })])
    expect(await post({ body })).toEqual(ACCEPTED)
  expect(taken).toEqual([])
  expect(lines.filter((line) => line.includes('"because":"unreadable"'))).toHaveLength(5)
})

test.each<[string, Sent, string]>([
  ['another event', { event: 'star' }, 'another_event'],
  ['another action', { body: told({ action: 'labeled' }) }, 'another_action'],
  [
    'another repository',
    { body: told({ repository: { full_name: 'formation/else' } }) },
    'another_repository',
  ],
])('accepted, ignored and logged: %s', async (_what, sent, because) => {
  expect(await post(sent)).toEqual(ACCEPTED)
  expect(taken).toEqual([])
  expect(lines.join('')).toContain(`"because":"${because}"`)
})

test('capitals in the name of the repository make no other of it', async () => {
  await post({ body: told({ repository: { full_name: 'Formation/Hub' } }) })
  expect(taken).toHaveLength(1)
})

test('a ping is answered, signed only', async () => {
  const body = JSON.stringify({ zen: 'Keep it logically awesome.', hook_id: 1 })
  expect((await post({ event: 'ping', body })).status).toBe(200)
  expect((await post({ event: 'ping', body, signature: null })).status).toBe(401)
})

test('what cannot be stored is 503, and taken when it is delivered again', async () => {
  store = () => Promise.reject(new Error('the store is gone'))
  const issue = await hub.openIssue('Docmost is slow', 'yan-gh')
  await hub.closeIssue(issue, 'yan-gh')
  expect(hub.deliveries.at(-1)?.status).toBe(503)
  expect(taken).toEqual([])

  store = async () => undefined
  expect(await hub.redeliver()).toBe(202)
  expect(taken).toMatchObject([{ number: issue, delivery: hub.deliveries.at(-1)?.id }])
})

test('the answer waits until the event is stored', async () => {
  let settle = () => {}
  const begun = new Promise<void>((resolve) => {
    store = () => {
      resolve()
      return new Promise((done) => {
        settle = done
      })
    }
  })
  let answered = false
  const answer = post().then((one) => {
    answered = true
    return one
  })
  await begun
  expect(answered).toBe(false)
  settle()
  expect(await answer).toEqual(ACCEPTED)
})

test('4 MB are taken, more than 5 MB are 413', async () => {
  expect(await post({ body: told({ padding: 'x'.repeat(4 * 1024 * 1024) }) })).toEqual(ACCEPTED)
  expect((await post({ body: told({ padding: 'x'.repeat(5 * 1024 * 1024) }) })).status).toBe(413)
})
