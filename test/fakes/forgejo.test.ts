import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ForgejoFake, startForgejo } from './forgejo.ts'

/** The fake is only worth something when it doesn't take GitHub's calls. */
let hub: ForgejoFake

beforeAll(async () => {
  hub = await startForgejo()
})

afterAll(() => hub.close())

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${hub.url}/repos/formation/hub${path}`, {
    method,
    headers: { authorization: `token ${hub.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const data: unknown = await answer.json()
  return { status: answer.status, data }
}

test('what only GitHub has is refused and remembered', async () => {
  expect((await call('GET', '/git/ref/heads/main')).status).toBe(404)
  expect((await call('POST', '/git/commits', {})).status).toBe(404)
  expect((await call('GET', '/compare/main...main')).status).toBe(404)
  expect((await call('GET', '/tags?per_page=100')).status).toBe(422)
  expect(
    (await call('POST', '/releases', { tag_name: 'v1', name: '', body: '', make_latest: 'legacy' })).status,
  ).toBe(422)
  expect(hub.refused).toHaveLength(5)
})

test('a file that is there needs its sha, one that is not takes none', async () => {
  const file = { branch: 'main', message: 'm', content: Buffer.from('x').toString('base64') }
  expect((await call('POST', '/contents/README.md', file)).status).toBe(422)
  expect((await call('PUT', '/contents/README.md', file)).status).toBe(422)
  const sha = '0123456789012345678901234567890123456789'
  expect((await call('PUT', '/contents/README.md', { ...file, sha })).status).toBe(422)
  expect((await call('POST', '/contents/new.md', file)).status).toBe(201)
})

test('refs are answered as a list, by how they begin; fifty to a page', async () => {
  hub.git.branches.set('main-2', hub.git.branches.get('main') ?? '')
  expect((await call('GET', '/git/refs/heads/mai')).data).toHaveLength(2)
  expect((await call('GET', '/git/refs/heads/nothing')).status).toBe(404)
  for (let n = 0; n < 60; n += 1) hub.git.tag(`v${n}`, 'abc')
  expect((await call('GET', '/tags?limit=100')).data).toHaveLength(50)
})
