import { expect, test } from 'vitest'
import type { Ask } from '../../src/adapters/github/ask.ts'
import { createPipeline } from '../../src/adapters/github/pipeline.ts'

type Asked = { readonly route: string; readonly parameters: Readonly<Record<string, unknown>> }

/** Answers each route as Forgejo does, and keeps what it was asked. */
function forgejo(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = []
  const ask: Ask = async (route, parameters, schema) => {
    asked.push({ route, parameters })
    return { data: schema.parse(answer({ route, parameters })), more: false }
  }
  return { pipeline: createPipeline(ask, { dialect: 'forgejo' }), asked }
}

/** As Forgejo 12 writes it. */
function run(id: number, over: Record<string, unknown> = {}) {
  return {
    id,
    title: 'Release v1.4.0',
    workflow_id: 'deploy-prod.yml',
    index_in_repo: 7,
    prettyref: 'v1.4.0',
    commit_sha: 'abc',
    event: 'push',
    trigger_event: 'push',
    status: 'running',
    started: '2026-11-23T12:00:05Z',
    stopped: '1970-01-01T00:00:00Z',
    created: '2026-11-23T12:00:00Z',
    html_url: 'https://git.example/formation/hub/actions/runs/7',
    ...over,
  }
}

test('statuses alone are CI, and pages are read until one is not full', async () => {
  const words = ['success', 'skipped', 'pending', 'failure', 'error', 'warning']
  const { pipeline, asked } = forgejo(({ parameters }) => {
    const length = parameters['page'] === 1 ? 50 : 6
    const statuses = Array.from({ length }, (_, n) => ({
      context: `ci/${parameters['page']}/${n}`,
      status: length === 6 ? words[n] : 'success',
      target_url: '',
    }))
    return { state: 'pending', total_count: length, statuses }
  })
  const found = await pipeline.checks('abc')
  expect(found).toHaveLength(56)
  expect(found.slice(50).map(({ state }) => state)).toEqual([
    'green',
    'green',
    'running',
    'red',
    'red',
    'red',
  ])
  expect(found[0]).toEqual({ name: 'ci/1/0', state: 'green', url: undefined })
  expect(asked.map(({ parameters }) => [parameters['limit'], parameters['page']])).toEqual([
    [50, 1],
    [50, 2],
  ])
})

test('a commit without statuses has none', async () => {
  const { pipeline } = forgejo(() => ({ state: '', total_count: 0, statuses: null }))
  expect(await pipeline.checks('abc')).toEqual([])
})

test('the newest run of a tag or branch, of its own workflow, whatever an old version answers', async () => {
  const { pipeline, asked } = forgejo(() => ({
    total_count: 4,
    workflow_runs: [
      run(4, { workflow_id: 'e2e.yml' }),
      run(3, { prettyref: 'main' }),
      run(1, { status: 'failure' }),
      run(2),
    ],
  }))
  expect(await pipeline.latestRun('deploy-prod.yml', { ref: 'v1.4.0' })).toEqual({
    id: 2,
    url: 'https://git.example/formation/hub/actions/runs/7',
    state: 'running',
    said: 'running',
    commit: 'abc',
    startedAt: Date.UTC(2026, 10, 23, 12, 0, 5),
    attempt: 1,
  })
  expect(asked.map(({ parameters }) => parameters['ref'])).toEqual(['refs/tags/v1.4.0', 'refs/heads/v1.4.0'])
  expect(await pipeline.latestRun('deploy-prod.yml', { commit: 'other' })).toBeUndefined()
  expect(asked.at(-1)?.parameters).toMatchObject({ head_sha: 'other', workflow_id: 'deploy-prod.yml' })
})

test.each([
  ['waiting', 'queued'],
  ['blocked', 'queued'],
  ['unknown', 'queued'],
  ['running', 'running'],
  ['success', 'green'],
  ['failure', 'red'],
  ['cancelled', 'red'],
  ['skipped', 'red'],
])('a run that is %s is %s', async (status, state) => {
  const { pipeline } = forgejo(() => run(1, { status }))
  expect(await pipeline.run(1)).toMatchObject({ state, said: status })
})

test('what has not begun has the time at which it was made', async () => {
  const { pipeline } = forgejo(() => run(1, { status: 'waiting', started: '1970-01-01T00:00:00Z' }))
  expect(await pipeline.run(1)).toMatchObject({ startedAt: Date.UTC(2026, 10, 23, 12) })
})

test('a workflow is dispatched as on GitHub', async () => {
  const { pipeline, asked } = forgejo(() => undefined)
  await pipeline.dispatch('deploy-prod.yml', 'v1.4.0', { version: 'v1.4.0' })
  expect(asked).toEqual([
    {
      route: 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
      parameters: { workflow_id: 'deploy-prod.yml', ref: 'v1.4.0', inputs: { version: 'v1.4.0' } },
    },
  ])
})

test('there are no environments: nothing is guarded, nothing waits, nothing is asked', async () => {
  const { pipeline, asked } = forgejo(() => undefined)
  const answer = { environment: 'production', verdict: 'approved', comment: '' } as const
  expect(await pipeline.guard('production')).toEqual({ kind: 'none' })
  expect(await pipeline.answer(1, answer)).toBe('nothing_waits')
  expect(await pipeline.deployment('production', 'v1.4.0')).toBeUndefined()
  await expect(pipeline.rerun(1)).rejects.toMatchObject({ code: 'unprocessable', retry: false })
  expect(asked).toEqual([])
})
