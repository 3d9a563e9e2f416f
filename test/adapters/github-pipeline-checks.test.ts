import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pipeline } from '../../src/runs/release/ports.ts'
import type { GitHubFake } from '../fakes/github.ts'
import { newCommit, pipelineOf, startHub } from './github-pipeline-rig.ts'
import { refusal } from './github-rig.ts'

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

/** By name, in the order of names. */
async function states(commit: string) {
  const found = await pipeline.checks(commit)
  return found.map(({ name, state }) => `${name} ${state}`).sort()
}

function shaOf(digit: string): string {
  return digit.repeat(40)
}

test('a commit that nothing checked', async () => {
  expect(await pipeline.checks(await newCommit(hub))).toEqual([])
})

test('check runs and statuses are both CI, each with its page', async () => {
  const commit = shaOf('1')
  await hub.ci.checkRun(commit, { name: 'build' })
  await hub.ci.status(commit, { context: 'ci/sonar', state: 'failure' })
  expect(await pipeline.checks(commit)).toEqual([
    { name: 'build', state: 'green', url: expect.stringContaining('/runs/') },
    { name: 'ci/sonar', state: 'red', url: expect.stringContaining('https://ci.example/') },
  ])
})

test.each([
  ['success', 'green'],
  ['neutral', 'green'],
  ['skipped', 'green'],
  ['failure', 'red'],
  ['cancelled', 'red'],
  ['timed_out', 'red'],
  ['action_required', 'red'],
  ['stale', 'red'],
  ['startup_failure', 'red'],
])('a check run that concludes %s is %s', async (conclusion, state) => {
  const commit = await newCommit(hub)
  await hub.ci.checkRun(commit, { name: 'build', conclusion })
  expect(await states(commit)).toEqual([`build ${state}`])
})

test('what has not concluded is running', async () => {
  const commit = shaOf('2')
  await hub.ci.checkRun(commit, { name: 'queued', status: 'queued', conclusion: null })
  await hub.ci.checkRun(commit, { name: 'begun', status: 'in_progress', conclusion: null })
  await hub.ci.status(commit, { context: 'pending', state: 'pending' })
  await hub.ci.status(commit, { context: 'error', state: 'error' })
  expect(await states(commit)).toEqual(['begun running', 'error red', 'pending running', 'queued running'])
})

test('the newest status of a context counts, and the newest attempt of a check', async () => {
  const commit = shaOf('3')
  await hub.ci.status(commit, { context: 'ci/a', state: 'failure' })
  await hub.ci.status(commit, { context: 'ci/a', state: 'success' })
  await hub.ci.checkRun(commit, { name: 'build', suite: 1, conclusion: 'failure' })
  await hub.ci.checkRun(commit, { name: 'build', suite: 1 })
  expect(await states(commit)).toEqual(['build green', 'ci/a green'])
})

test('of an app that is not Actions the newest of a name counts, whatever its suite', async () => {
  const commit = shaOf('4')
  await hub.ci.checkRun(commit, { name: 'sonar', app: 'sonarcloud', conclusion: 'failure' })
  await hub.ci.checkRun(commit, { name: 'sonar', app: 'sonarcloud' })
  expect(await states(commit)).toEqual(['sonar green'])
})

test('a workflow that ran again stands for its earlier run', async () => {
  const commit = await newCommit(hub)
  hub.ci.workflow('e2e.yml', { on: ['workflow_dispatch'], ends: 'failure' })
  await hub.ci.start('e2e.yml', 'main')
  expect(await states(commit)).toEqual(['e2e red'])
  hub.ci.workflow('e2e.yml', { on: ['workflow_dispatch'], ends: 'success' })
  await hub.ci.start('e2e.yml', 'main')
  expect(await states(commit)).toEqual(['e2e green'])
})

test('a green job hides no red one of the same name in another workflow', async () => {
  const commit = await newCommit(hub)
  hub.ci.workflow('test.yml', { on: ['workflow_dispatch'], ends: 'failure' })
  hub.ci.workflow('test.yaml', { on: ['workflow_dispatch'], ends: 'success' })
  await hub.ci.start('test.yml', 'main')
  await hub.ci.start('test.yaml', 'main')
  expect(await states(commit)).toEqual(['test green', 'test red'])
})

test('without the right to read workflows nothing is hidden', async () => {
  const commit = shaOf('5')
  await hub.ci.checkRun(commit, { name: 'test', conclusion: 'failure' })
  await hub.ci.checkRun(commit, { name: 'test' })
  hub.fail('GET /actions/runs', { status: 403 })
  expect(await states(commit)).toEqual(['test green', 'test red'])
})

test('a fine-grained token may read no check runs: that is said, and nobody guesses', async () => {
  hub.fail('GET /commits/{sha}/check-runs', { status: 403 })
  const error = await refusal(pipeline.checks(shaOf('7')), hub.token)
  expect(error).toMatchObject({ code: 'refused', retry: false })
  expect(error.message).toContain('check runs can not be read, a fine-grained token never may')
  const stranger = pipelineOf(hub, { account: { token: 'revoked' } })
  expect((await refusal(stranger.checks(shaOf('7')), 'revoked')).message).toContain('Bad credentials')
})

test('250 check runs and 250 statuses are read, page by page; the last one is red', async () => {
  const commit = shaOf('6')
  for (let n = 0; n < 250; n += 1) {
    const last = n === 0
    await hub.ci.checkRun(commit, { name: `job ${n}`, conclusion: last ? 'failure' : 'success' })
    await hub.ci.status(commit, { context: `ci/${n}`, state: last ? 'failure' : 'success' })
  }
  const before = hub.routes.length
  const found = await pipeline.checks(commit)
  expect(found).toHaveLength(500)
  expect(found.filter(({ state }) => state === 'red').map(({ name }) => name)).toEqual(['job 0', 'ci/0'])
  expect(hub.routes.slice(before)).toHaveLength(6)
})

test('what a workflow that is asked itself ended as is left out, and a check of its name is not', async () => {
  hub.ci.workflow('deploy-prod.yml', { on: ['workflow_dispatch'], ends: 'failure' })
  const commit = await newCommit(hub)
  await hub.ci.checkRun(commit, { name: 'build' })
  await hub.ci.checkRun(commit, { name: 'deploy-prod', app: 'another-ci', conclusion: 'failure' })
  await hub.ci.start('deploy-prod.yml', 'main')
  await hub.ci.settled()
  expect(await states(commit)).toEqual(['build green', 'deploy-prod red', 'deploy-prod red'])
  const left = await pipeline.checks(commit, ['deploy-prod.yml', 'e2e.yml'])
  expect(left.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(['build green', 'deploy-prod red'])
})
