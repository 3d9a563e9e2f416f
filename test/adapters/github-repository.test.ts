import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { GitHubFake } from '../fakes/github.ts'
import { type GitHubRig, NOW, newTag, startRig } from './github-rig.ts'

let rig: GitHubRig
let hub: GitHubFake

beforeAll(async () => {
  rig = await startRig()
  hub = rig.hub
})

afterEach(() => {
  expect(hub.refused).toEqual([])
  expect(rig.logged.join('')).not.toContain(hub.token)
})

afterAll(() => hub.close())

const repository: GitHubRig['repository'] = (over) => rig.repository(over)

const LOST = { code: 'unreachable', retry: true }
/** A second on a machine that has nothing else to do. */
const PATIENT = 60_000
const UNKNOWN = '0123456789012345678901234567890123456789'

test('an annotated tag is made once, with its key, its date and the approved commit', async () => {
  const tag = newTag(await hub.git.headOf('main'))
  const url = `${new URL(hub.url).origin}/formation/hub/releases/tag/${tag.name}`
  expect(await repository().createTag(tag)).toEqual({ outcome: 'created', url })
  expect(await hub.git.tag(tag.name)).toEqual({
    type: 'tag',
    commit: tag.commit,
    message: `${tag.message}\n\nVigie-Key: ${tag.key}`,
    tagger: { name: 'Vigie', email: 'vigie@noreply.invalid', date: '2026-11-23T12:00:00Z' },
  })
  const mark = hub.routes.length
  expect(await repository().createTag(tag)).toEqual({ outcome: 'created', url })
  expect(rig.since(mark)).toEqual(['GET /git/ref/{ref}', 'GET /git/tags/{sha}'])
})

test.each([
  ['POST /git/tags', 'before', 'told'],
  ['POST /git/tags', 'after', 'told'],
  ['POST /git/refs', 'before', 'told'],
  ['POST /git/refs', 'after', 'found'],
] as const)('%s lost %s it happened: one tag all the same', async (route, when, first) => {
  const tag = newTag(await hub.git.headOf('main'))
  const own = { outcome: 'created', url: repository().urlOf({ tag: tag.name }) }
  hub.fail(route, { when })
  if (first === 'told') expect(await rig.codeOf(repository().createTag(tag))).toEqual(LOST)
  else expect(await repository().createTag(tag)).toEqual(own)
  expect(await repository().createTag(tag)).toEqual(own)
  const named = (await repository().tags()).filter(({ name }) => name === tag.name)
  expect(named).toEqual([{ name: tag.name, commit: tag.commit }])
})

test('a tag that somebody pushed by hand is taken: light, annotated, of another key, at another commit', async () => {
  const commit = await hub.git.headOf('main')
  const light = newTag(commit)
  await hub.git.pushTag(light.name, commit)
  expect(await repository().createTag(light)).toEqual({ outcome: 'taken', commit })

  const annotated = newTag(commit)
  await hub.git.pushTag(annotated.name, commit, 'by hand', 'yan-gh')
  expect(await repository().createTag(annotated)).toEqual({ outcome: 'taken', commit })

  const own = newTag(commit, { key: 'REL-1.1.1' })
  await repository().createTag(own)
  expect(await repository().createTag({ ...own, key: 'REL-1.1.10' })).toEqual({ outcome: 'taken', commit })
  expect(await repository().createTag({ ...own, key: 'REL-1.1' })).toEqual({ outcome: 'taken', commit })

  const [later = ''] = await hub.git.push('main', [{ message: 'fix: late' }])
  expect(await repository().createTag({ ...own, commit: later })).toEqual({ outcome: 'taken', commit })
})

test('a tag pushed by hand in the very moment is taken', async () => {
  const commit = await hub.git.headOf('main')
  const tag = newTag(commit)
  hub.fail('POST /git/refs', { status: 422, said: 'Reference already exists' })
  expect(await rig.codeOf(repository().createTag(tag))).toEqual({ code: 'unprocessable', retry: false })
  hub.meanwhile('POST /git/refs', () => hub.git.pushTag(tag.name, commit, 'by hand'))
  expect(await repository().createTag(tag)).toEqual({ outcome: 'taken', commit })
})

test('three hundred tags are read, each with the commit that it leads to', { timeout: PATIENT }, async () => {
  const commit = await hub.git.headOf('main')
  const before = await repository().tags()
  const names = Array.from({ length: 300 }, (_, n) => `page-${n}`)
  await Promise.all(names.map((name) => hub.git.pushTag(name, commit)))
  await hub.git.pushTag('page-annotated', commit, 'with a message')
  const mark = hub.routes.length
  const tags = await repository().tags()
  expect(tags).toHaveLength(before.length + 301)
  expect(tags).toContainEqual({ name: 'page-annotated', commit })
  expect(tags).toContainEqual({ name: 'page-299', commit })
  expect(rig.since(mark)).toEqual(Array(4).fill('GET /tags'))
})

test('what came: commits oldest first, their authors, the files', async () => {
  const from = await hub.git.headOf('main')
  const shas = await hub.git.push(
    'main',
    [
      { message: 'feat(editor): tables', path: 'src/a.ts', text: 'a' },
      { message: 'fix: no more 502\n\nBREAKING CHANGE: none', path: 'src/b.ts', text: 'b' },
    ],
    'yan-gh',
  )
  const comparison = await repository().compare(from, 'main')
  expect(comparison).toEqual({
    status: 'ahead',
    commits: [
      { sha: shas[0], message: 'feat(editor): tables', author: 'yan-gh', at: expect.any(Number) },
      {
        sha: shas[1],
        message: expect.stringContaining('BREAKING'),
        author: 'yan-gh',
        at: expect.any(Number),
      },
    ],
    files: ['src/a.ts', 'src/b.ts'],
    url: `${new URL(hub.url).origin}/formation/hub/compare/${from}...main`,
  })
  expect(await repository().compare('main', from)).toMatchObject({ status: 'behind', commits: [] })
  expect(await repository().compare('main', 'main')).toMatchObject({ status: 'identical', commits: [] })
})

test('a push by force is told as diverged', async () => {
  const start = await hub.git.headOf('main')
  const [approved = ''] = await hub.git.push('main', [{ message: 'feat: approved' }])
  await hub.git.forcePush('main', start, 'yan-gh')
  const [other = ''] = await hub.git.push('main', [{ message: 'feat: another' }])
  const comparison = await repository().compare(approved, 'main')
  expect(comparison).toMatchObject({ status: 'diverged', commits: [{ sha: other }] })
})

test('three hundred commits are compared page by page, and listed for a first release', {
  timeout: PATIENT,
}, async () => {
  const from = await hub.git.headOf('main')
  const messages = Array.from({ length: 300 }, (_, n) => ({ message: `fix: ${n}` }))
  const shas = await hub.git.push('main', messages)
  const comparison = await repository().compare(from, 'main')
  expect(comparison?.commits.map((commit) => commit.sha)).toEqual(shas)
  const all = await repository().commitsTo('main')
  expect(all.slice(-300).map((commit) => commit.sha)).toEqual(shas)
  expect(all.length).toBeGreaterThan(300)
})

test('more files than GitHub lists are not known', async () => {
  const from = await hub.git.headOf('main')
  const paths = Array.from({ length: 300 }, (_, n) => `many/${n}.md`)
  await hub.git.push('main', [{ message: 'feat: many', paths }])
  expect((await repository().compare(from, 'main'))?.files).toBeUndefined()
})

test('what is not there is undefined, a repository out of reach is not', async () => {
  expect(await repository().head('no/such/branch')).toBeUndefined()
  expect(await repository().compare('v99.0.0', 'main')).toBeUndefined()
  expect(await repository().compare('main', UNKNOWN)).toBeUndefined()
  expect(await repository().textAt('docs/nothing.md', 'main')).toBeUndefined()
  const foreign = repository({ repository: 'formation/else' })
  const gone = { code: 'not_found', retry: false }
  expect(await rig.codeOf(foreign.head('main'))).toEqual(gone)
  expect(await rig.codeOf(foreign.compare('v1.0.0', 'main'))).toEqual(gone)
  expect(await rig.codeOf(foreign.textAt('CHANGELOG.md', 'main'))).toEqual(gone)
})

test('a text is read at a branch, a tag and a commit', async () => {
  const [first = ''] = await hub.git.push('main', [{ message: 'a', path: 'notes.md', text: 'old' }])
  await hub.git.pushTag('notes-1', first, 'annotated')
  await hub.git.push('main', [{ message: 'b', path: 'notes.md', text: 'new' }])
  expect(await repository().textAt('notes.md', 'main')).toBe('new')
  expect(await repository().textAt('notes.md', first)).toBe('old')
  expect(await repository().textAt('notes.md', 'notes-1')).toBe('old')
})

test('a branch begins at a commit or at a tag, and is made once', async () => {
  const commit = await hub.git.headOf('main')
  const tag = newTag(commit)
  await repository().createTag(tag)
  await hub.git.push('main', [{ message: 'feat: later' }])
  hub.fail('POST /git/refs', { when: 'after' })
  await repository().createBranch('hotfix/v1.2.5', tag.name)
  await repository().createBranch('hotfix/v1.2.5', await hub.git.headOf('main'))
  expect(await repository().head('hotfix/v1.2.5')).toBe(commit)
  await repository().createBranch('hotfix/v1.2.6', commit)
  expect(await repository().head('hotfix/v1.2.6')).toBe(commit)
  const act = repository().createBranch('hotfix/v9', 'v99.0.0')
  expect(await rig.codeOf(act)).toEqual({ code: 'not_found', retry: false })
})

test('the notes of a tag are published once, though the answer got lost', async () => {
  const tag = newTag(await hub.git.headOf('main'))
  await repository().createTag(tag)
  const notes = { tag: tag.name, title: tag.name, body: '### Added\n\n- Tables\n' }
  hub.fail('POST /releases', { when: 'before' })
  expect(await rig.codeOf(repository().publishRelease(notes))).toEqual(LOST)
  hub.fail('POST /releases', { when: 'after' })
  const { url } = await repository().publishRelease(notes)
  expect(url).toContain(tag.name)
  expect(await repository().publishRelease({ ...notes, body: 'other' })).toEqual({ url })
  const published = (await hub.git.releases()).filter((one) => one.tag_name === tag.name)
  expect(published).toEqual([expect.objectContaining({ name: tag.name, body: notes.body })])
})

test('notes published by hand stay as they are; notes without a tag would make one', async () => {
  await hub.git.pushTag('v5.0.0', await hub.git.headOf('main'))
  await hub.addRelease({ tag: 'v5.0.0', at: NOW, name: 'By hand' })
  await repository().publishRelease({ tag: 'v5.0.0', title: 'v5.0.0', body: 'ours' })
  expect(await hub.git.releases()).toContainEqual(expect.objectContaining({ name: 'By hand', body: null }))
  const act = repository().publishRelease({ tag: 'v6.0.0', title: 'v6.0.0', body: '' })
  expect(await rig.codeOf(act)).toEqual({ code: 'not_found', retry: false })
  expect(await hub.git.tag('v6.0.0')).toBeUndefined()
})
