import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createGitHubAsk } from '../../src/adapters/github/account.ts'
import { dialectOf } from '../../src/adapters/github/dialect.ts'
import { createForgejoAsk } from '../../src/adapters/github/forgejo-ask.ts'
import { createGitHub } from '../../src/adapters/github/github.ts'
import { createRepository } from '../../src/adapters/github/repository.ts'
import { type ForgejoFake, startForgejo } from '../fakes/forgejo.ts'
import type { ForgejoRoute } from '../fakes/forgejo-routes.ts'
import { change, codeOf as codeSaid, NOW, newTag, proposal } from './github-rig.ts'

let hub: ForgejoFake

beforeEach(async () => {
  hub = await startForgejo()
})

afterEach(async () => {
  expect(hub.refused).toEqual([])
  await hub.close()
})

function deps(over: { repository?: string } = {}) {
  const log = pino({ level: 'silent' })
  const options = { account: { token: hub.token }, repository: hub.repository, apiUrl: hub.url, log, ...over }
  return { ...options, ask: createGitHubAsk({ ...options, clock: { now: () => NOW } }) }
}

const repository = (over?: { repository: string }) => createRepository(deps(over))
const github = () => createGitHub(deps())

function main(): string {
  return hub.git.branches.get('main') ?? ''
}

async function codeOf(act: Promise<unknown>) {
  const { system, ...told } = await codeSaid(act, hub.token)
  expect(system).toBe('github')
  return told
}

const LOST = { code: 'unreachable', retry: true }
const UNKNOWN = '0123456789012345678901234567890123456789'

test.each([
  [undefined, 'github'],
  ['https://api.github.com', 'github'],
  ['https://git.example/api/v3', 'github'],
  ['https://git.example/api/v1', 'forgejo'],
  ['https://host.example/git/api/v1/', 'forgejo'],
])('the address %s speaks %s', (apiUrl, dialect) => {
  expect(dialectOf(apiUrl)).toBe(dialect)
})

test('lists are asked for in its words', async () => {
  const asked: unknown[] = []
  const ask = createForgejoAsk(async (_route, parameters, schema) => {
    asked.push(parameters)
    return { data: schema.parse([]), more: false }
  })
  const list = async (sort: string) => {
    await ask('GET /repos/{owner}/{repo}/pulls', { sort, per_page: 100, page: 2 }, z.unknown())
    return asked.at(-1)
  }
  expect(await list('updated')).toEqual({ sort: 'recentupdate', limit: 100, page: 2 })
  expect(await list('created')).toEqual({ limit: 100, page: 2 })
})

test('a post-mortem is proposed once: one branch, one commit, one pull request', async () => {
  const wanted = proposal({ path: 'docs/après coup/INC 1.md' })
  for (const route of ['POST /branches', 'POST /contents/{path}', 'POST /pulls'] as const)
    hub.fail(route, { when: 'after' })
  await codeOf(github().proposeFile(wanted))
  await codeOf(github().proposeFile(wanted))
  const ticket = await github().proposeFile(wanted)
  expect(await github().proposeFile(wanted)).toEqual(ticket)
  expect(hub.pulls).toEqual([
    { number: ticket.number, title: wanted.title, head: wanted.branch, base: 'main' },
  ])
  expect(await github().readFile(wanted.path, wanted.branch)).toBe(wanted.text)
  expect(await github().readFile(wanted.path, 'no/such')).toBeUndefined()
  expect(await github().proposeFile({ ...wanted, text: 'more' })).toEqual(ticket)
  expect(await github().readFile(wanted.path, wanted.branch)).toBe('more')
})

test.each([false, true])(
  'after a merge (branch dropped: %s) a new text gets a new pull request',
  async (drop) => {
    const wanted = proposal()
    const first = await github().proposeFile(wanted)
    hub.mergePull(first.number, 'yan', drop)
    expect(await github().pull(first.number)).toEqual({ state: 'merged', by: 'yan' })
    expect(await github().proposeFile(wanted)).toEqual(first)
    const second = await github().proposeFile({ ...wanted, text: 'a new text' })
    expect(second.number).not.toBe(first.number)
    expect(await github().proposeFile({ ...wanted, text: 'a new text' })).toEqual(second)
  },
)

test('a pull request is found behind a hundred others', async () => {
  const wanted = proposal()
  const ticket = await github().proposeFile(wanted)
  for (let n = 0; n < 100; n += 1) {
    hub.git.branches.set(`topic-${n}`, main())
    await deps().ask(
      'POST /repos/{owner}/{repo}/pulls',
      { title: 't', body: '', head: `topic-${n}`, base: 'main' },
      z.unknown(),
    )
  }
  expect(await github().proposeFile(wanted)).toEqual(ticket)
})

test('three hundred tags, each with its commit', async () => {
  const commit = main()
  for (let n = 0; n < 300; n += 1) hub.git.tag(`v0.${n}.0`, commit, n % 2 === 0 ? 'annotated' : undefined)
  const tags = await repository().tags()
  expect(tags).toHaveLength(300)
  expect(new Set(tags.map((tag) => tag.commit))).toEqual(new Set([commit]))
})

test('what came, what went, and a push by force', async () => {
  const start = main()
  hub.git.tag('v1.0.0', start, 'Release v1.0.0')
  const shas = Array.from({ length: 120 }, (_, n) =>
    hub.git.commitOn('main', { message: `fix: ${n}`, files: { [`src/${n % 3}.ts`]: String(n) } }),
  )
  const comparison = await repository().compare('v1.0.0', 'main')
  expect(comparison).toMatchObject({
    status: 'ahead',
    files: ['src/0.ts', 'src/1.ts', 'src/2.ts'],
    url: `${new URL(hub.url).origin}/formation/hub/compare/v1.0.0...main`,
  })
  expect(comparison?.commits.map((commit) => commit.sha)).toEqual(shas)
  expect(comparison?.commits[0]).toEqual({
    sha: shas[0],
    message: 'fix: 0',
    author: 'Yan',
    at: Date.UTC(2026, 10, 20, 7),
  })
  expect(await repository().compare('main', 'v1.0.0')).toMatchObject({ status: 'behind', commits: [] })
  expect(await repository().compare(main(), 'main')).toMatchObject({ status: 'identical', commits: [] })
  const approved = main()
  hub.git.branches.set('main', start)
  const other = hub.git.commitOn('main', { message: 'feat: another' })
  const diverged = await repository().compare(approved, 'main')
  expect(diverged).toMatchObject({ status: 'diverged', commits: [{ sha: other }] })
  expect((await repository().commitsTo(approved)).map((commit) => commit.sha)).toEqual([start, ...shas])
})

test('what is not there is undefined, a repository out of reach is not', async () => {
  expect(await repository().head('no/such')).toBeUndefined()
  expect(await repository().head('mai')).toBeUndefined()
  expect(await repository().compare('v9.0.0', 'main')).toBeUndefined()
  expect(await repository().compare('main', UNKNOWN)).toBeUndefined()
  expect(await repository().textAt('nothing.md', 'main')).toBeUndefined()
  const act = repository({ repository: 'formation/else' }).head('main')
  expect(await codeOf(act)).toEqual({ code: 'not_found', retry: false })
})

test('the next commit of the branch, by Vigie, at the time of the decision; found again', async () => {
  const parent = main()
  const wanted = change(parent)
  const done = await repository().commitFile(wanted)
  expect(done).toEqual({ outcome: 'committed', commit: main() })
  const signed = { name: 'Vigie', email: 'vigie@noreply.invalid', date: '2026-11-23T12:00:00Z' }
  const commit = hub.git.commits.get(main())
  expect(commit).toMatchObject({ parents: [parent], author: signed, committer: signed })
  expect(commit?.message.split('\n')[0]).toBe(wanted.message)
  expect(commit?.files.get(wanted.path)).toBe(wanted.text)
  expect(await repository().commitFile(wanted)).toEqual(done)
  hub.git.commitOn('main', { message: 'feat: later' })
  expect(await repository().commitFile(wanted)).toEqual(done)
})

test('a commit whose answer got lost is found, and none is made of one that never arrived', async () => {
  const wanted = change(main())
  hub.fail('POST /contents/{path}', { when: 'before' })
  expect(await codeOf(repository().commitFile(wanted))).toEqual(LOST)
  hub.fail('POST /contents/{path}', { when: 'after' })
  expect(await codeOf(repository().commitFile(wanted))).toEqual(LOST)
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'committed', commit: main() })
  expect(hub.git.history(main())).toHaveLength(2)
})

test('a branch that moved, or was pushed by force, stays as it is', async () => {
  const start = main()
  const approved = hub.git.commitOn('main', { message: 'feat: approved' })
  const later = hub.git.commitOn('main', { message: 'feat: later' })
  expect(await repository().commitFile(change(approved))).toEqual({ outcome: 'moved' })
  expect(main()).toBe(later)
  hub.git.branches.set('main', start)
  expect(await repository().commitFile(change(approved))).toEqual({ outcome: 'moved' })
  expect(await repository().commitFile(change(UNKNOWN))).toEqual({ outcome: 'moved' })
  expect(main()).toBe(start)
})

test.each([undefined, '# Changelog\n'])(
  'somebody pushes in the very moment: taken back (before: %j)',
  async (before) => {
    hub.git.commitOn('main', { message: 'docs', files: { 'CHANGELOG.md': before } })
    const wanted = change(main())
    hub.meanwhile(() => hub.git.commitOn('main', { message: 'feat: late', files: { 'late.ts': '1' } }))
    expect(await repository().commitFile(wanted)).toEqual({ outcome: 'moved' })
    const files = hub.git.commits.get(main())?.files
    expect(files?.get('CHANGELOG.md')).toBe(before)
    expect(files?.get('late.ts')).toBe('1')
  },
)

test('somebody changes the file in the very moment: theirs stays', async () => {
  hub.git.commitOn('main', { message: 'docs', files: { 'CHANGELOG.md': 'old' } })
  const wanted = change(main())
  hub.meanwhile(() => hub.git.commitOn('main', { message: 'docs', files: { 'CHANGELOG.md': 'theirs' } }))
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'moved' })
  expect(hub.git.commits.get(main())?.files.get('CHANGELOG.md')).toBe('theirs')
})

test('a protected branch is barred; as a pull request it goes', async () => {
  const wanted = change(main())
  hub.protect('main')
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'barred' })
  const proposed = { ...wanted, from: 'vigie/rel-1', body: '' }
  const ticket = await repository().proposeFile(proposed)
  expect(await repository().proposeFile(proposed)).toEqual(ticket)
  hub.mergePull(ticket.number, 'yan')
  expect(await repository().pull(ticket.number)).toEqual({ state: 'merged', by: 'yan', commit: main() })
  expect(await repository().textAt(wanted.path, 'main')).toBe(wanted.text)
})

test('an annotated tag is made once, whatever got lost; another one there is taken', async () => {
  for (const when of ['before', 'after'] as const) {
    const tag = newTag(main())
    const created = { outcome: 'created', url: repository().urlOf({ tag: tag.name }) }
    hub.fail('POST /tags', { when })
    if (when === 'before') expect(await codeOf(repository().createTag(tag))).toEqual(LOST)
    expect(await repository().createTag(tag)).toEqual(created)
    expect(await repository().createTag(tag)).toEqual(created)
    expect(hub.git.tags.get(tag.name)?.message).toBe(`${tag.message}\n\nVigie-Key: ${tag.key}`)
    expect(await repository().createTag({ ...tag, key: 'REL-99.1' })).toEqual({
      outcome: 'taken',
      commit: main(),
    })
  }
  hub.git.tag('v9.0.0', main())
  const act = repository().createTag(newTag(main(), { name: 'v9.0.0' }))
  expect(await act).toEqual({ outcome: 'taken', commit: main() })
})

test('notes are published once, for a tag that is there; a branch begins at a tag', async () => {
  hub.git.tag('v1.0.0', main(), 'Release')
  const notes = { tag: 'v1.0.0', title: 'v1.0.0', body: '- Tables' }
  hub.fail('POST /releases', { when: 'after' })
  const published = await repository().publishRelease(notes)
  expect(await repository().publishRelease(notes)).toEqual(published)
  expect(hub.releases).toEqual([{ tag: 'v1.0.0', name: 'v1.0.0', body: '- Tables' }])
  const act = repository().publishRelease({ ...notes, tag: 'v2.0.0' })
  expect(await codeOf(act)).toEqual({ code: 'not_found', retry: false })
  const start = main()
  hub.git.commitOn('main', { message: 'feat: later' })
  await repository().createBranch('hotfix/v1.0.1', 'v1.0.0')
  await repository().createBranch('hotfix/v1.0.1', main())
  expect(hub.git.branches.get('hotfix/v1.0.1')).toBe(start)
})

type Act = () => Promise<unknown>
const commit: Act = () => repository().commitFile(change(main()))
const publish: Act = () => repository().publishRelease({ tag: 'v1.0.0', title: 'v1.0.0', body: '' })
const compare: Act = () => repository().compare(main(), 'main')

test.each<[ForgejoRoute, Act]>([
  ['GET /tags', () => repository().tags()],
  ['GET /git/refs/{ref}', () => repository().head('main')],
  ['GET /git/commits/{sha}', compare],
  ['GET /commits', compare],
  ['GET /contents/{path}', () => repository().textAt('README.md', 'main')],
  ['POST /contents/{path}', commit],
  ['POST /tags', () => repository().createTag(newTag(main()))],
  ['GET /releases/tags/{tag}', publish],
  ['POST /releases', publish],
])('%s: what Forgejo refuses or cannot do now is told', async (route, act) => {
  hub.git.tag('v1.0.0', main(), 'Release')
  for (const [status, told] of [
    [401, { code: 'refused', retry: false }],
    [403, { code: 'refused', retry: false }],
    [423, { code: 'unprocessable', retry: false }],
    [429, { code: 'rate_limited', retry: true, retryAfterMs: 60_000 }],
    [500, { code: 'unavailable', retry: true }],
  ] as const) {
    hub.fail(route, { status })
    expect(await codeOf(act())).toEqual(told)
  }
})
