import { afterAll, beforeAll, expect, test } from 'vitest'
import { headOf } from '../adapters/github-pipeline-rig.ts'
import { type GitHubFake, startGitHub } from './github.ts'

/** The fake is only worth something when it refuses what GitHub refuses. */
let hub: GitHubFake

beforeAll(async () => {
  hub = await startGitHub({ repository: 'formation/hub', people: ['yan-gh'] })
  hub.ci.environment('production', { reviewers: ['yan-gh'] })
  hub.ci.workflow('deploy.yml', { on: ['push_tag', 'workflow_dispatch'], environment: 'production' })
})

afterAll(() => hub.close())

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${hub.url}/repos/formation/hub${path}`, {
    method,
    headers: { authorization: `token ${hub.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text }
}

test('a filter that nobody knows', async () => {
  expect((await call('GET', '/actions/runs?head_sha=a')).status).toBe(200)
  expect((await call('GET', '/actions/runs?sha=a')).status).toBe(422)
  expect(hub.refused.at(-1)).toContain('nobody knows the parameter sha')
})

test('a body with a key too many, or one too few', async () => {
  const dispatches = '/actions/workflows/deploy.yml/dispatches'
  expect((await call('POST', dispatches, { inputs: {} })).status).toBe(422)
  expect((await call('POST', dispatches, { ref: 'main', input: {} })).status).toBe(422)
  expect((await call('POST', dispatches, { ref: 'main', inputs: { a: 1 } })).status).toBe(422)
  const review = { environment_ids: [1], state: 'approve', comment: '' }
  expect((await call('POST', '/actions/runs/1/pending_deployments', review)).status).toBe(422)
})

test('a pushed tag starts what is on tags, and nobody but a reviewer lets it go on', async () => {
  await hub.ci.pushTag('v1.0.0', await headOf(hub), 'yan-gh')
  await hub.ci.settled()
  const run = hub.ci.runs.at(-1)
  if (run === undefined) throw new Error('no run')
  expect(run).toMatchObject({ event: 'push', ref: 'v1.0.0', by: 'yan-gh', status: 'queued' })
  await hub.ci.begin(run.id)
  expect(run.status).toBe('waiting')
  await expect(hub.ci.review(run.id, 'approved', 'vigie-bot')).rejects.toThrow('no reviewer')
  const pending = JSON.parse((await call('GET', `/actions/runs/${run.id}/pending_deployments`)).body)
  const review = { environment_ids: [pending[0].environment.id], state: 'approved', comment: '' }
  expect((await call('POST', `/actions/runs/${run.id}/pending_deployments`, review)).status).toBe(403)
  await hub.ci.review(run.id, 'approved', 'yan-gh')
  expect(run.status).toBe('in_progress')
})

test('a tag that the API makes starts it too, and a commit starts what is on branches', async () => {
  const sha = await headOf(hub)
  await hub.ci.pushTag('v1.0.1', sha)
  hub.ci.workflow('ci.yml', { on: ['push_branch'], ends: 'success' })
  const content = Buffer.from('text').toString('base64')
  const file = { branch: 'main', message: 'Add a file', content }
  expect((await call('PUT', '/contents/new.md', file)).status).toBe(201)
  await hub.ci.settled()
  const after = await headOf(hub)
  expect(after).not.toBe(sha)
  expect(hub.ci.runs.at(-1)).toMatchObject({ file: 'ci.yml', commit: after, conclusion: 'success' })
})

test('a run of a deleted workflow stays, and nothing starts it again', async () => {
  hub.ci.deleteWorkflow('deploy.yml')
  expect((await call('GET', '/actions/workflows/deploy.yml/runs')).status).toBe(404)
  expect((await call('POST', '/actions/workflows/deploy.yml/dispatches', { ref: 'main' })).status).toBe(404)
  expect((await call('GET', `/actions/runs/${hub.ci.runs[0]?.id}`)).status).toBe(200)
})
