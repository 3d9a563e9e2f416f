import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Pipeline } from '../../src/runs/release/ports.ts'
import type { GitHubFake } from '../fakes/github.ts'
import { BOT } from '../fakes/github-upstream.ts'
import { pipelineOf, startHub } from './github-pipeline-rig.ts'
import { codeOf } from './github-rig.ts'

const DEPLOY = 'deploy-prod.yml'
let hub: GitHubFake
let pipeline: Pipeline

beforeAll(async () => {
  hub = await startHub({ withApp: true })
  pipeline = pipelineOf(hub)
})

beforeEach(() => {
  hub.ci.workflow(DEPLOY, { on: ['workflow_dispatch'], environment: 'production' })
})

afterAll(async () => {
  expect(hub.refused).toEqual([])
  await hub.close()
})

/** A run that waits for the reviewers of production. */
async function waiting(by = BOT): Promise<number> {
  const run = await hub.ci.start(DEPLOY, 'main', by)
  await hub.ci.begin(run)
  return run
}

const APPROVED = { environment: 'production', verdict: 'approved', comment: 'REL-7, by Corentin' } as const

test('an environment that nobody made, and one without reviewers, guard nothing', async () => {
  expect(await pipeline.guard('nowhere')).toEqual({ kind: 'none' })
  hub.ci.environment('production')
  expect(await pipeline.guard('production')).toEqual({ kind: 'none' })
})

test('a repository that is out of reach is no environment without a guard', async () => {
  hub.fail('GET /', { status: 404 })
  expect(await codeOf(pipeline.guard('nowhere'), hub.token)).toMatchObject({ code: 'not_found' })
})

test.each([
  ['our account', { reviewers: ['corentin-gh', BOT] }, true],
  ['others only', { reviewers: ['corentin-gh'] }, false],
  ['a team of ours', { teams: { ops: ['yan-gh'], deployers: [BOT] } }, true],
  ['a team of others', { teams: { ops: ['yan-gh'] } }, false],
  ['our account, which starts what it would review', { reviewers: [BOT], preventSelfReview: true }, false],
])('the reviewers are %s', async (_who, guard, weMayAnswer) => {
  hub.ci.environment('production', guard)
  expect(await pipeline.guard('production')).toEqual({ kind: 'reviewers', weMayAnswer })
})

test('an App is no reviewer, and a token that may not read teams does not know', async () => {
  hub.ci.environment('production', { reviewers: [BOT] })
  if (hub.app === undefined) throw new Error('no App')
  const asApp = pipelineOf(hub, { account: hub.app })
  expect(await asApp.guard('production')).toEqual({ kind: 'reviewers', weMayAnswer: false })
  hub.ci.environment('production', { teams: { deployers: [BOT] } })
  hub.fail('GET /orgs/{org}/teams/{team}/memberships/{login}', { status: 403 })
  expect(await pipeline.guard('production')).toEqual({ kind: 'reviewers', weMayAnswer: false })
})

test('what waits is approved, once, and goes on', async () => {
  hub.ci.environment('production', { reviewers: [BOT] })
  const run = await waiting()
  expect(await pipeline.run(run)).toMatchObject({ state: 'waiting', said: 'waiting' })
  expect(await pipeline.deployment('production', 'main')).toMatchObject({ state: 'waiting' })
  expect(await pipeline.answer(run, { ...APPROVED, environment: 'staging' })).toBe('nothing_waits')
  expect(await pipeline.answer(run, APPROVED)).toBe('answered')
  await hub.ci.settled()
  expect(await pipeline.run(run)).toMatchObject({ state: 'running' })
  expect(await pipeline.answer(run, APPROVED)).toBe('nothing_waits')
  expect(hub.ci.reviews.filter((one) => one.run === run)).toHaveLength(1)
})

test('what is rejected ends red', async () => {
  hub.ci.environment('production', { reviewers: [BOT] })
  const run = await waiting()
  expect(await pipeline.answer(run, { ...APPROVED, verdict: 'rejected' })).toBe('answered')
  await hub.ci.settled()
  expect(await pipeline.run(run)).toMatchObject({ state: 'red', said: 'failure' })
})

test('somebody who is no reviewer does not answer', async () => {
  hub.ci.environment('production', { reviewers: ['corentin-gh'] })
  const run = await waiting()
  expect(await pipeline.answer(run, APPROVED)).toBe('not_a_reviewer')
  await hub.ci.review(run, 'approved', 'corentin-gh')
  expect(await pipeline.answer(run, APPROVED)).toBe('nothing_waits')
})

test.each([403, 422])('%i at the answer: what still waits is not ours to answer', async (status) => {
  hub.ci.environment('production', { reviewers: [BOT] })
  const run = await waiting()
  hub.fail('POST /actions/runs/{id}/pending_deployments', { status })
  expect(await pipeline.answer(run, APPROVED)).toBe('not_a_reviewer')
})

test('an answer that got lost on its way back was given', async () => {
  hub.ci.environment('production', { reviewers: [BOT] })
  const run = await waiting()
  hub.fail('POST /actions/runs/{id}/pending_deployments', { when: 'after' })
  expect(await codeOf(pipeline.answer(run, APPROVED), hub.token)).toMatchObject({
    code: 'unreachable',
    retry: true,
  })
  await hub.ci.settled()
  expect(await pipeline.answer(run, APPROVED)).toBe('nothing_waits')
})

test.each([
  [404, 'not_found'],
  [409, 'conflict'],
  [429, 'rate_limited'],
  [500, 'unavailable'],
] as const)('%i at the answer is an error', async (status, code) => {
  hub.ci.environment('production', { reviewers: [BOT] })
  const run = await waiting()
  hub.fail('POST /actions/runs/{id}/pending_deployments', { status })
  expect(await codeOf(pipeline.answer(run, APPROVED), hub.token)).toMatchObject({ code })
})

test('a token that is not valid any more is an error, and not a person without the right', async () => {
  hub.ci.environment('production', { reviewers: [BOT] })
  const run = await waiting()
  const stranger = pipelineOf(hub, { account: { token: 'revoked' } })
  expect(await codeOf(stranger.answer(run, APPROVED), 'revoked')).toMatchObject({ code: 'refused' })
  expect(await codeOf(stranger.guard('production'), 'revoked')).toMatchObject({ code: 'refused' })
})
