import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GitHubFake, startGitHub } from './github.ts'

/** The fake is only worth something when it refuses what GitHub refuses. */
let hub: GitHubFake

beforeAll(async () => {
  hub = await startGitHub({ repository: 'formation/hub', people: ['yan-gh'] })
})

afterAll(() => hub.close())

async function call(method: string, path: string, body?: unknown, token = hub.token) {
  const answer = await fetch(`${hub.url}/repos/formation/hub${path}`, {
    method,
    headers: { authorization: `token ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: JSON.stringify(await answer.json()) }
}

test('a token of somebody else', async () => {
  expect(await call('GET', '', undefined, 'yan-gh')).toMatchObject({ status: 401 })
})

test('a route that it does not know is refused and remembered', async () => {
  expect((await call('GET', '/actions/secrets')).status).toBe(404)
  expect((await call('DELETE', '/issues')).status).toBe(404)
  expect(hub.refused).toEqual([
    'GET /api/v3/repos/formation/hub/actions/secrets',
    'DELETE /api/v3/repos/formation/hub/issues',
  ])
})

test('a body with a key too many, or one too few', async () => {
  const issue = { title: 't', body: '', labels: [], assignees: [] }
  expect((await call('POST', '/issues', issue)).status).toBe(201)
  expect((await call('POST', '/issues', { ...issue, assignee: 'yan-gh' })).status).toBe(422)
  expect((await call('POST', '/issues', { ...issue, title: '' })).status).toBe(422)
  expect((await call('POST', '/issues', { ...issue, body: 'x'.repeat(65_537) })).status).toBe(422)
})

test('an assignee that nobody knows', async () => {
  const issue = { title: 't', body: '', labels: [], assignees: ['yan-gh', 'nobody'] }
  const answer = await call('POST', '/issues', issue)
  expect(answer.status).toBe(422)
  expect(answer.body).toContain('"value":"nobody"')
})

test('a pull request without commits, and a second one of the same branch', async () => {
  const number = await hub.openPull({ branch: 'topic', title: 'Topic', by: 'yan-gh' })
  const pull = { title: 'Again', body: '', head: 'topic', base: 'main' }
  expect((await call('POST', '/pulls', pull)).body).toContain('already exists')
  await hub.mergePull(number, 'yan-gh')
  expect((await call('POST', '/pulls', pull)).body).toContain('No commits between main and topic')
})

test('a merge keeps what came to the default branch meanwhile', async () => {
  const first = await hub.openPull({ branch: 'first', title: 'First', by: 'yan-gh' })
  const second = await hub.openPull({ branch: 'second', title: 'Second', by: 'yan-gh' })
  await hub.writeFile('second', 'second.md', 'more', 'yan-gh')
  await hub.mergePull(first, 'yan-gh', 'squash')
  await hub.mergePull(second, 'yan-gh')
  expect([await hub.file('first.md'), await hub.file('second.md')]).toEqual(['First', 'more'])
})

test('a merge of what both sides changed', async () => {
  const number = await hub.openPull({ branch: 'clash', title: 'Clash', by: 'yan-gh' })
  await hub.writeFile('main', 'clash.md', 'otherwise', 'yan-gh')
  await expect(hub.mergePull(number, 'yan-gh')).rejects.toThrow('conflicts in clash.md')
})

test('a commit without a date, a light tag object, a release with a word too many', async () => {
  const head = await hub.git.headOf('main')
  const { tree } = await hub.git.commit(head)
  const who = { name: 'Vigie', email: 'vigie@noreply.invalid' }
  const commit = { message: 'm', tree: tree.sha, parents: [head], author: who, committer: who }
  expect((await call('POST', '/git/commits', commit)).status).toBe(422)
  const tag = { tag: 'v1', message: 'm', object: head, type: 'commit' }
  expect((await call('POST', '/git/tags', tag)).status).toBe(422)
  const release = { tag_name: 'v1', name: 'v1', body: '', make_latest: 'legacy' }
  expect((await call('POST', '/releases', { ...release, target: 'main' })).status).toBe(422)
  expect(await hub.git.tag('v1')).toBeUndefined()
})

test('the same tag object is the same; one of nothing is refused', async () => {
  const date = '2026-11-23T12:00:00Z'
  const tagger = { name: 'Vigie', email: 'vigie@noreply.invalid', date }
  const tag = { tag: 'v2', message: 'm', object: await hub.git.headOf('main'), type: 'commit', tagger }
  expect(await call('POST', '/git/tags', tag)).toEqual(await call('POST', '/git/tags', tag))
  const unknown = { ...tag, object: '0123456789012345678901234567890123456789' }
  expect((await call('POST', '/git/tags', unknown)).status).toBe(422)
  expect((await call('GET', '/tags')).body).toBe('[]')
})

test('a release of no tag makes one at the newest commit', async () => {
  const release = { tag_name: 'v3', name: 'v3', body: '', make_latest: 'legacy' }
  expect((await call('POST', '/releases', release)).status).toBe(201)
  expect(await hub.git.tag('v3')).toEqual({ type: 'commit', commit: await hub.git.headOf('main') })
})

test('a branch moves forward only, unless by force', async () => {
  const start = await hub.git.headOf('main')
  await hub.git.push('main', [{ message: 'later' }])
  const moved = await call('PATCH', '/git/refs/heads/main', { sha: start, force: false })
  expect(moved).toMatchObject({ status: 422 })
  expect(moved.body).toContain('Update is not a fast forward')
  expect((await call('PATCH', '/git/refs/heads/main', { sha: start, force: true })).status).toBe(200)
})
