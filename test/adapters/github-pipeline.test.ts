import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ask } from '../../src/adapters/github/ask.ts'
import { createPipeline } from '../../src/adapters/github/pipeline.ts'
import type { Pipeline } from '../../src/runs/release/ports.ts'
import type { GitHubFake } from '../fakes/github.ts'
import { NOW, newCommit, pipelineOf, startHub } from './github-pipeline-rig.ts'
import { codeOf, refusal } from './github-rig.ts'

const DEPLOY = 'deploy-prod.yml'
let hub: GitHubFake
let pipeline: Pipeline

beforeAll(async () => {
  hub = await startHub()
  pipeline = pipelineOf(hub)
})

afterAll(async () => {
  expect(hub.refused).toEqual([])
  await hub.close()
})

test('a workflow that never ran, and one that is not there', async () => {
  hub.ci.workflow('e2e.yml', { on: ['push_branch'] })
  const commit = await newCommit(hub)
  await hub.ci.settled()
  expect(await pipeline.latestRun('e2e.yml', { ref: 'v0.0.1' })).toBeUndefined()
  expect(await pipeline.latestRun('e2e.yml', { commit })).toMatchObject({ state: 'queued', commit })
  hub.ci.deleteWorkflow('e2e.yml')
  const error = await refusal(pipeline.latestRun('e2e.yml', { commit }), hub.token)
  expect(error).toMatchObject({ code: 'not_found', retry: false })
  expect(error.message).toContain('there is no workflow e2e.yml in the repository')
})

test('the newest run of a commit is found, and of a tag by its name', async () => {
  hub.ci.workflow(DEPLOY, { on: ['push_tag', 'workflow_dispatch'] })
  const commit = await newCommit(hub)
  await hub.ci.pushTag('v1.0.0', commit)
  await hub.ci.settled()
  const first = await pipeline.latestRun(DEPLOY, { ref: 'v1.0.0' })
  expect(first).toEqual({
    id: hub.ci.runs.at(-1)?.id,
    url: expect.stringMatching(/^https:\/\/github\.example\/formation\/hub\/actions\/runs\/\d+$/),
    state: 'queued',
    said: 'queued',
    commit,
    startedAt: NOW,
    attempt: 1,
  })
  await pipeline.dispatch(DEPLOY, 'v1.0.0', {})
  await hub.ci.settled()
  const second = await pipeline.latestRun(DEPLOY, { ref: 'v1.0.0' })
  expect(second?.id).toBeGreaterThan(first?.id ?? 0)
  expect(await pipeline.latestRun(DEPLOY, { commit })).toEqual(second)
  expect(await pipeline.latestRun(DEPLOY, { ref: 'main' })).toBeUndefined()
})

test('a dispatched run is not listed at once', async () => {
  hub.ci.workflow(DEPLOY, { on: ['workflow_dispatch'], inputs: ['version'], appears: 'when_told' })
  await hub.ci.pushTag('v1.1.0', await newCommit(hub))
  await pipeline.dispatch(DEPLOY, 'v1.1.0', { version: 'v1.1.0' })
  expect(await pipeline.latestRun(DEPLOY, { ref: 'v1.1.0' })).toBeUndefined()
  await hub.ci.appear()
  expect(await pipeline.latestRun(DEPLOY, { ref: 'v1.1.0' })).toMatchObject({ state: 'queued' })
  expect(hub.ci.runs.at(-1)).toMatchObject({ event: 'workflow_dispatch', inputs: { version: 'v1.1.0' } })
})

test.each([
  ['success', 'green'],
  ['failure', 'red'],
  ['cancelled', 'red'],
  ['timed_out', 'red'],
  ['neutral', 'red'],
  ['skipped', 'red'],
] as const)('a run that ends with %s is %s', async (conclusion, state) => {
  hub.ci.workflow(DEPLOY, { on: ['workflow_dispatch'] })
  const id = await hub.ci.start(DEPLOY, 'main')
  await hub.ci.begin(id)
  expect(await pipeline.run(id)).toMatchObject({ state: 'running', said: 'in_progress' })
  await hub.ci.end(id, conclusion)
  expect(await pipeline.run(id)).toMatchObject({ state, said: conclusion })
})

test('the failed jobs run again: the same run, another attempt', async () => {
  hub.ci.workflow(DEPLOY, { on: ['workflow_dispatch'] })
  const id = await hub.ci.start(DEPLOY, 'main')
  await hub.ci.begin(id)
  expect(await refusal(pipeline.rerun(id), hub.token)).toMatchObject({
    code: 'refused',
    message: expect.stringContaining('already running'),
  })
  await hub.ci.end(id, 'failure')
  await pipeline.rerun(id)
  await hub.ci.settled()
  expect(await pipeline.run(id)).toMatchObject({ id, state: 'queued', attempt: 2 })
})

test('what can not be dispatched is said so that a person understands it', async () => {
  hub.ci.workflow('tags-only.yml', { on: ['push_tag'] })
  hub.ci.workflow(DEPLOY, { on: ['workflow_dispatch'], inputs: [] })
  const refused = async (act: Promise<unknown>) => {
    const { code, retry, message } = await refusal(act, hub.token)
    return [code, retry, message]
  }
  expect(await refused(pipeline.dispatch('tags-only.yml', 'main', {}))).toEqual([
    'unprocessable',
    false,
    'github: unprocessable - the workflow tags-only.yml has no trigger workflow_dispatch: add one to it',
  ])
  expect(await refused(pipeline.dispatch('gone.yml', 'main', {}))).toEqual([
    'not_found',
    false,
    'github: not_found - there is no workflow gone.yml in the repository',
  ])
  expect(await refused(pipeline.dispatch(DEPLOY, 'v9.9.9', {}))).toEqual([
    'unprocessable',
    false,
    `github: unprocessable - the workflow ${DEPLOY}: No ref found for: v9.9.9`,
  ])
  expect(await refused(pipeline.dispatch(DEPLOY, 'main', { version: 'v1' }))).toEqual([
    'unprocessable',
    false,
    `github: unprocessable - the workflow ${DEPLOY}: Unexpected inputs provided: ["version"]`,
  ])
})

test('a deployment is followed until it ends; the next one makes it inactive, which changes nothing', async () => {
  hub.ci.environment('production')
  hub.ci.workflow(DEPLOY, { on: ['workflow_dispatch'], environment: 'production' })
  await hub.ci.pushTag('v2.0.0', await newCommit(hub))
  await hub.ci.pushTag('v2.1.0', await newCommit(hub))
  const read = () => pipeline.deployment('production', 'v2.0.0')
  expect(await read()).toBeUndefined()
  const id = await hub.ci.start(DEPLOY, 'v2.0.0')
  await hub.ci.begin(id)
  expect(await read()).toEqual({
    state: 'running',
    said: 'in_progress',
    url: expect.stringContaining(`/actions/runs/${id}`),
    at: NOW,
  })
  await hub.ci.end(id, 'success')
  expect(await read()).toMatchObject({ state: 'green', said: 'success' })

  const later = await hub.ci.start(DEPLOY, 'v2.1.0')
  await hub.ci.begin(later)
  await hub.ci.end(later, 'success')
  expect(await read()).toMatchObject({ state: 'green', said: 'success' })
  expect(await pipeline.deployment('staging', 'v2.0.0')).toBeUndefined()

  const again = await hub.ci.start(DEPLOY, 'v2.0.0')
  await hub.ci.begin(again)
  await hub.ci.end(again, 'failure')
  expect(await read()).toMatchObject({ state: 'red', said: 'failure' })
})

const ROUTES = [
  ['GET /commits/{sha}/check-runs', (p: Pipeline) => p.checks('a'.repeat(40))],
  ['GET /commits/{sha}/status', (p: Pipeline) => p.checks('a'.repeat(40))],
  ['GET /actions/workflows/{file}/runs', (p: Pipeline) => p.latestRun(DEPLOY, { ref: 'main' })],
  ['GET /actions/runs/{id}', (p: Pipeline) => p.run(7_001)],
  ['POST /actions/workflows/{file}/dispatches', (p: Pipeline) => p.dispatch(DEPLOY, 'main', {})],
  ['POST /actions/runs/{id}/rerun-failed-jobs', (p: Pipeline) => p.rerun(7_001)],
  ['GET /deployments', (p: Pipeline) => p.deployment('production', 'v2.0.0')],
  ['GET /deployments/{id}/statuses', (p: Pipeline) => p.deployment('production', 'v2.0.0')],
  ['GET /environments/{name}', (p: Pipeline) => p.guard('production')],
  [
    'GET /actions/runs/{id}/pending_deployments',
    (p: Pipeline) => p.answer(7_001, { environment: 'production', verdict: 'approved', comment: '' }),
  ],
] as const
const FAULTS = [
  [{ status: 401 }, { code: 'refused', retry: false }],
  [{ status: 403 }, { code: 'refused', retry: false }],
  [
    { status: 403, headers: { 'retry-after': '7' } },
    { code: 'rate_limited', retry: true, retryAfterMs: 7_000 },
  ],
  [{ status: 409 }, { code: 'conflict', retry: true }],
  [{ status: 422 }, { code: 'unprocessable', retry: false }],
  [{ status: 429 }, { code: 'rate_limited', retry: true, retryAfterMs: 60_000 }],
  [{ status: 500 }, { code: 'unavailable', retry: true }],
  [{ status: 503 }, { code: 'unavailable', retry: true }],
  [{ when: 'before' }, { code: 'unreachable', retry: true }],
] as const

test.each(ROUTES)('every fault at %s is told in the words of the port', async (route, call) => {
  for (const [fault, expected] of FAULTS) {
    hub.fail(route, fault)
    expect(await codeOf(call(pipeline), hub.token)).toEqual({ system: 'github', ...expected })
  }
})

test.each(ROUTES.filter(([route]) => route !== 'GET /environments/{name}'))(
  '404 at %s is not_found',
  async (route, call) => {
    hub.fail(route, { status: 404 })
    expect(await codeOf(call(pipeline), hub.token)).toMatchObject({ code: 'not_found', retry: false })
  },
)

/** Words of GitHub that no run of the fake stays at. */
test.each([
  ['requested', 'queued'],
  ['pending', 'queued'],
  ['queued', 'queued'],
  ['waiting', 'waiting'],
  ['in_progress', 'running'],
  ['something new', 'running'],
])('a run that is %s is %s', async (status, state) => {
  const row = {
    id: 1,
    html_url: '',
    head_sha: 'a',
    status,
    conclusion: null,
    created_at: '2026-11-23T12:00:00Z',
  }
  const ask: Ask = async (_route, _parameters, schema) => ({ data: schema.parse(row), more: false })
  expect(await createPipeline(ask).run(1)).toMatchObject({ state, said: status, startedAt: NOW, attempt: 1 })
})
