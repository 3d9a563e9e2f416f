import { sign } from '@octokit/webhooks-methods'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createServer } from '../../../src/bot/server.ts'
import { createGitHubWebhook } from '../../../src/bot/webhooks/github.ts'
import type { RepositoryEvent } from '../../../src/runs/reconcile.ts'
import { headOf } from '../../adapters/github-pipeline-rig.ts'
import { type GitHubFake, startGitHub } from '../../fakes/github.ts'
import { RELEASE_EVENTS } from '../../fakes/github-hooks.ts'

const REPOSITORY = 'formation/hub'
let hub: GitHubFake
let url = ''
let nudges = 0
let taken: RepositoryEvent[] = []
let trouble: Error | undefined

const silent = pino({ level: 'silent' })
const server = createServer({
  log: silent,
  health: { store: 'memory', surfaces: {}, ping: async () => undefined },
})

beforeAll(async () => {
  hub = await startGitHub({ repository: REPOSITORY, people: ['yan-gh'] })
  const take = async (event: RepositoryEvent) => {
    if (trouble !== undefined) throw trouble
    taken.push(event)
  }
  const nudge = () => {
    nudges += 1
  }
  const deps = { secret: hub.webhookSecret, repository: REPOSITORY, take, log: silent }
  await server.register(createGitHubWebhook({ ...deps, nudge }))
  url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/api/webhooks/github`
  hub.deliver(url, RELEASE_EVENTS)
})

beforeEach(() => {
  nudges = 0
  taken = []
  trouble = undefined
  hub.deliver(url, RELEASE_EVENTS)
})

afterAll(async () => {
  await server.close()
  await hub.close()
})

/** What was told since, and how it was answered. */
async function toldOf(act: () => Promise<unknown>) {
  const before = hub.deliveries.length
  await act()
  await hub.ci.settled()
  return hub.deliveries.slice(before).map(({ event, status }) => `${event} ${status}`)
}

test('a deployment, from its tag to its end, is a reason to look at every step', async () => {
  hub.ci.environment('production')
  hub.ci.workflow('deploy-prod.yml', { on: ['push_tag'], environment: 'production', ends: 'success' })
  const told = await toldOf(async () => hub.ci.pushTag('v1.0.0', await headOf(hub)))
  expect(told).toEqual([
    'push 202',
    'create 202',
    'check_run 202',
    'workflow_run 202',
    'workflow_run 202',
    'deployment_status 202',
    'deployment_status 202',
    'check_run 202',
    'check_suite 202',
    'workflow_run 202',
  ])
  expect(nudges).toBe(told.length)
  expect(taken).toEqual([])
})

test('so are statuses, checks, pushes and tags that are deleted', async () => {
  const told = await toldOf(async () => {
    const commit = await headOf(hub)
    await hub.ci.status(commit, { state: 'failure' })
    await hub.ci.checkRun(commit)
    await hub.writeFile('main', 'a.md', 'a', 'yan-gh')
    await hub.ci.pushTag('v1.0.1', commit)
    await hub.ci.deleteTag('v1.0.1')
  })
  const events = told.map((one) => one.replace(' 202', ''))
  expect(new Set(events)).toEqual(
    new Set([
      'status',
      'check_run',
      'push',
      'create',
      'delete',
      'workflow_run',
      'deployment_status',
      'check_suite',
    ]),
  )
  expect(nudges).toBe(told.length)
})

test('a webhook that is not subscribed to an event never tells of it', async () => {
  hub.deliver(url, ['push'])
  const commit = await headOf(hub)
  const told = await toldOf(async () => {
    await hub.ci.status(commit)
    await hub.ci.start('deploy-prod.yml', 'v1.0.0')
  })
  expect(told).toEqual([])
  expect(nudges).toBe(0)
})

test('a pull request that is merged is an event and a reason to look', async () => {
  hub.deliver(url)
  const number = await hub.openPull({ branch: 'changelog', title: 'Changelog', by: 'yan-gh' })
  await hub.mergePull(number, 'yan-gh')
  expect(taken).toMatchObject([{ kind: 'pull_merged', number }])
  expect(nudges).toBe(1)
})

test('what could not be stored is no reason to look: it is delivered again', async () => {
  trouble = new Error('the store is gone')
  hub.deliver(url)
  const number = await hub.openPull({ branch: 'other', title: 'Other', by: 'yan-gh' })
  await hub.closePull(number, 'yan-gh')
  expect(hub.deliveries.at(-1)?.status).toBe(503)
  expect(nudges).toBe(0)
  trouble = undefined
  expect(await hub.redeliver()).toBe(202)
  expect(nudges).toBe(1)
})

test('an issue is no reason to look', async () => {
  await hub.closeIssue(await hub.openIssue('Docmost is slow', 'yan-gh'), 'yan-gh')
  expect(taken).toHaveLength(1)
  expect(nudges).toBe(0)
})

async function post(event: string, payload: unknown, secret = hub.webhookSecret): Promise<number> {
  const body = JSON.stringify(payload)
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': await sign(secret, body),
  }
  return (await fetch(url, { method: 'POST', headers, body })).status
}

test('a run of Forgejo names its repository within the run', async () => {
  const run = { id: 22, status: 'failure', repository: { full_name: 'Formation/Hub' } }
  expect(await post('action_run_failure', { action: 'failure', run })).toBe(202)
  expect(nudges).toBe(1)
})

test.each([
  ['another repository', { repository: { full_name: 'formation/else' } }],
  ['no repository', { ref: 'refs/heads/main' }],
  ['nothing', null],
])('%s is no reason to look', async (_what, payload) => {
  expect(await post('push', payload)).toBe(202)
  expect(nudges).toBe(0)
})

test('nor is one that is signed with another secret', async () => {
  expect(await post('push', { repository: { full_name: REPOSITORY } }, 'wrong')).toBe(401)
  expect(nudges).toBe(0)
})
