import { describe, expect, test } from 'vitest'
import type { Ask } from '../../src/adapters/github/ask.ts'
import { failure } from '../../src/adapters/github/errors.ts'
import { startsOnTag } from '../../src/adapters/github/workflow-file.ts'

/** A repository that holds these files at the tag v1.4.0 and nothing else. */
function holding(files: Readonly<Record<string, string>>): Ask {
  return async (route, parameters, schema) => {
    const text = files[String(parameters['path'])]
    if (route !== 'GET /repos/{owner}/{repo}/contents/{+path}' || parameters['ref'] !== 'v1.4.0')
      throw new Error(`nobody asks ${route}`)
    if (text === undefined) throw failure('not_found', { retry: false, said: 'Not Found' })
    const content = Buffer.from(text).toString('base64')
    return { data: schema.parse({ type: 'file', sha: 'abc', encoding: 'base64', content }), more: false }
  }
}

function isStarted(text: string): Promise<boolean> {
  return startsOnTag(holding({ '.github/workflows/deploy.yml': text }), 'github', 'deploy.yml', 'v1.4.0')
}

describe('a workflow is started by the tag v1.4.0', () => {
  test.each([
    ['on: push'],
    ['on: [push, workflow_dispatch]'],
    ['on: { push: }'],
    ['on: { push: { paths: [src/**] } }'],
    ['on: { push: { tags: v* } }'],
    ['on: { push: { branches: [main], tags: ["v*"] } }'],
    ['on: { push: { tags: ["v[0-9]+.[0-9]+.[0-9]+"] }, workflow_dispatch: }'],
    ['on: { push: { tags: ["!v1*", "v1.4.*"] } }'],
    ['on: { push: { tags: ["**"] } }'],
    ['on: { push: { tags-ignore: ["*-rollback"] } }'],
    ['on: create'],
  ])('by %s', async (text) => expect(await isStarted(text)).toBe(true))

  test.each([
    ['on: workflow_dispatch'],
    ['on: { push: { branches: [main] } }'],
    ['on: { push: { branches-ignore: [next] } }'],
    ['on: { push: { tags: ["release/*"] } }'],
    ['on: { push: { tags: ["v*", "!v1.4.0"] } }'],
    ['on: { push: { tags: ["v1x4x0"] } }'],
    ['on: { push: { tags: ["[v"] } }'],
    ['on: { push: { tags-ignore: ["v*"] } }'],
    ['on: { push: { tags: 3 } }'],
    ['on: { release: { types: [published] } }'],
    ['jobs: {}'],
    ['on: [push'],
    [''],
  ])('and not by %s', async (text) => expect(await isStarted(text)).toBe(false))
})

test('a file that is not there starts nothing', async () => {
  expect(await startsOnTag(holding({}), 'github', 'deploy.yml', 'v1.4.0')).toBe(false)
})

test('Forgejo has a folder of its own, and takes the others where it has none', async () => {
  const file = (folder: string, text: string) => ({ [`${folder}/workflows/deploy.yml`]: text })
  const asked = (files: Readonly<Record<string, string>>) =>
    startsOnTag(holding(files), 'forgejo', 'deploy.yml', 'v1.4.0')
  expect(await asked({ ...file('.forgejo', 'on: workflow_dispatch'), ...file('.github', 'on: push') })).toBe(
    false,
  )
  expect(await asked(file('.gitea', 'on: push'))).toBe(true)
  expect(await asked(file('.github', 'on: push'))).toBe(true)
})
