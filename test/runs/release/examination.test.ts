import { expect, test } from 'vitest'
import { createExamination, type ExaminationDeps } from '../../../src/runs/release/examination.ts'
import { RemoteError } from '../../../src/runs/remote.ts'

const settings = {
  branch: 'main',
  environment: 'production',
  workflows: { deploy: 'deploy-prod.yml', e2e: 'e2e.yml' },
}

function examine(over: Partial<ExaminationDeps['pipeline']> = {}, more: Partial<ExaminationDeps> = {}) {
  const pipeline: ExaminationDeps['pipeline'] = {
    guard: async () => ({ kind: 'none' }),
    latestRun: async () => undefined,
    checks: async () => [],
    ...over,
  }
  return createExamination({
    forge: 'GitHub',
    pipeline,
    repository: { head: async () => 'abc' },
    settings,
    ...more,
  }).examine()
}

function failing(code: string, retry: boolean) {
  return () => Promise.reject(new RemoteError('github', code, { retry, said: 'why' }))
}

test('everything is there', async () => {
  expect(await examine()).toEqual({
    environment: 'production',
    guard: { kind: 'none' },
    checks: 'there',
    workflows: [
      { file: 'deploy-prod.yml', purpose: 'deploy', found: 'there' },
      { file: 'e2e.yml', purpose: 'e2e', found: 'there' },
    ],
  })
})

test('of a team without E2E tests no such workflow is asked for', async () => {
  const found = await examine({}, { settings: { ...settings, workflows: { deploy: 'deploy-prod.yml' } } })
  expect(found.workflows.map(({ file }) => file)).toEqual(['deploy-prod.yml'])
})

test('what is missing, refused and away is told apart, and one hides no other', async () => {
  const found = await examine({
    guard: failing('unavailable', true),
    latestRun: failing('not_found', false),
    checks: failing('refused', false),
  })
  expect(found).toMatchObject({
    guard: { trouble: 'away', because: 'github: unavailable - why' },
    checks: { trouble: 'refused', because: 'github: refused - why' },
  })
  expect(found.workflows.map((one) => one.found)).toEqual([
    { trouble: 'missing', because: 'github: not_found - why' },
    { trouble: 'missing', because: 'github: not_found - why' },
  ])
})

test('a branch that is not there has no checks to read', async () => {
  const pipeline = { checks: failing('not_found', false) }
  expect(await examine(pipeline, { repository: { head: async () => undefined } })).toMatchObject({
    checks: 'there',
  })
})

test('a bug of ours is no finding', async () => {
  await expect(examine({ guard: () => Promise.reject(new Error('a bug')) })).rejects.toThrow('a bug')
})
