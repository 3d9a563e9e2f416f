import { afterEach, beforeEach, expect, test } from 'vitest'
import type { GitHubFake } from '../fakes/github.ts'
import { change, type GitHubRig, startRig } from './github-rig.ts'

let rig: GitHubRig
let hub: GitHubFake

beforeEach(async () => {
  rig = await startRig()
  hub = rig.hub
})

afterEach(async () => {
  expect(hub.refused).toEqual([])
  expect(rig.logged.join('')).not.toContain(hub.token)
  await hub.close()
})

const repository: GitHubRig['repository'] = (over) => rig.repository(over)

/** On main, oldest first. */
async function messages() {
  return (await repository().commitsTo('main')).map((commit) => commit.message)
}

test('the next commit of the branch, by Vigie, at the time of the decision', async () => {
  const parent = await hub.git.headOf('main')
  const wanted = change(parent, { path: 'docs/après/CHANGELOG 1.md' })
  const done = await repository().commitFile(wanted)
  const commit = await hub.git.headOf('main')
  expect(done).toEqual({ outcome: 'committed', commit })
  const signed = { name: 'Vigie', email: 'vigie@noreply.invalid', date: '2026-11-23T12:00:00Z' }
  expect(await hub.git.commit(commit)).toMatchObject({
    message: wanted.message,
    parents: [{ sha: parent }],
    author: signed,
    committer: signed,
  })
  expect(await hub.file(wanted.path)).toBe(wanted.text)
  expect(await hub.file('README.md')).toContain('hub')
})

test.each([
  'GET /git/ref/{ref}',
  'GET /git/commits/{sha}',
  'GET /git/trees/{sha}',
  'POST /git/trees',
  'POST /git/commits',
  'PATCH /git/refs/{ref}',
] as const)('%s lost before or after: one commit all the same', async (route) => {
  const parent = await hub.git.headOf('main')
  const wanted = change(parent)
  for (const when of ['before', 'after'] as const) {
    hub.fail(route, { when })
    expect(await rig.codeOf(repository().commitFile(wanted))).toEqual({ code: 'unreachable', retry: true })
  }
  const done = await repository().commitFile(wanted)
  expect(done).toEqual({ outcome: 'committed', commit: await hub.git.headOf('main') })
  expect(await repository().commitFile(wanted)).toEqual(done)
  expect((await messages()).filter((one) => one === wanted.message)).toHaveLength(1)
})

test('a commit whose answer got lost is found below what others committed since', async () => {
  const wanted = change(await hub.git.headOf('main'))
  hub.fail('PATCH /git/refs/{ref}', { when: 'after' })
  expect(await rig.codeOf(repository().commitFile(wanted))).toEqual({ code: 'unreachable', retry: true })
  const commit = await hub.git.headOf('main')
  await hub.writeFile('main', wanted.path, `${wanted.text}\n## Later\n`, 'yan-gh')
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'committed', commit })
  expect(await hub.file(wanted.path)).toContain('## Later')
})

test('a branch that moved stays as it is', async () => {
  const wanted = change(await hub.git.headOf('main'))
  const [later] = await hub.git.push('main', [{ message: 'feat: later' }])
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'moved' })
  expect(await hub.git.headOf('main')).toBe(later)
})

test('a branch that moves in the very moment stays as it is', async () => {
  const wanted = change(await hub.git.headOf('main'))
  hub.meanwhile('PATCH /git/refs/{ref}', () => hub.git.push('main', [{ message: 'feat: late' }]))
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'moved' })
  expect(await messages()).toEqual([expect.any(String), 'feat: late'])
})

test('a push by force takes the approved commit away: moved', async () => {
  const start = await hub.git.headOf('main')
  const [approved = ''] = await hub.git.push('main', [{ message: 'feat: approved' }])
  const wanted = change(approved)
  await hub.git.forcePush('main', start, 'yan-gh')
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'moved' })
  expect(await hub.git.headOf('main')).toBe(start)
  await hub.git.push('main', [{ message: 'feat: another' }])
  expect(await repository().commitFile(wanted)).toEqual({ outcome: 'moved' })
  expect(await messages()).not.toContain(wanted.message)
  const forgotten = change('0123456789012345678901234567890123456789')
  expect(await repository().commitFile(forgotten)).toEqual({ outcome: 'moved' })
})

test('a file keeps its mode, also in a folder; a new one is plain', async () => {
  const files = [
    { message: 'a', path: 'run.sh', mode: '100755' as const },
    { message: 'b', path: 'bin/deep/run.sh', mode: '100755' as const },
    { message: 'c', path: 'CHANGELOG.md' },
  ]
  await hub.git.push('main', files)
  for (const [path, mode] of [
    ['run.sh', '100755'],
    ['bin/deep/run.sh', '100755'],
    ['CHANGELOG.md', '100644'],
    ['bin/new.sh', '100644'],
  ] as const) {
    const done = await repository().commitFile(change(await hub.git.headOf('main'), { path }))
    expect(done.outcome).toBe('committed')
    expect(await hub.git.modeOf(await hub.git.headOf('main'), path)).toBe(mode)
  }
})

test('a protected branch is barred, and stays as it is', async () => {
  const parent = await hub.git.headOf('main')
  await hub.git.protect('main')
  expect(await repository().commitFile(change(parent))).toEqual({ outcome: 'barred' })
  expect(await hub.git.headOf('main')).toBe(parent)
})

test.each([
  [422, 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n'],
  [422, 'Protected branch update failed for refs/heads/main.\n\nRequired status check "ci" is expected.'],
  [409, 'Changes must be made through a pull request.'],
  [403, "You're not authorized to push to this branch. Visit the settings for more information."],
])('%i %j is barred', async (status, said) => {
  hub.fail('PATCH /git/refs/{ref}', { status, said })
  expect(await repository().commitFile(change(await hub.git.headOf('main')))).toEqual({ outcome: 'barred' })
})

test.each([
  [403, 'Resource not accessible by integration', { code: 'refused', retry: false }],
  [422, 'Invalid sha', { code: 'unprocessable', retry: false }],
  [409, 'Conflict', { code: 'conflict', retry: true }],
])('%i %j is an error', async (status, said, told) => {
  hub.fail('PATCH /git/refs/{ref}', { status, said })
  expect(await rig.codeOf(repository().commitFile(change(await hub.git.headOf('main'))))).toEqual(told)
})

test('a branch that is not there cannot be committed to', async () => {
  const wanted = change(await hub.git.headOf('main'), { branch: 'no/such' })
  expect(await rig.codeOf(repository().commitFile(wanted))).toEqual({ code: 'not_found', retry: false })
})

test('as a pull request: from a branch that begins at the approved commit, once, until it is merged', async () => {
  const parent = await hub.git.headOf('main')
  const wanted = { ...change(parent), from: 'vigie/release-1', body: 'Please merge.' }
  await hub.git.push('main', [{ message: 'feat: later' }])
  hub.fail('POST /pulls', { when: 'after' })
  hub.fail('PUT /contents/{path}', { when: 'after' })
  await rig.codeOf(repository().proposeFile(wanted))
  await rig.codeOf(repository().proposeFile(wanted))
  const ticket = await repository().proposeFile(wanted)
  const [pull] = await hub.pulls()
  expect(pull).toMatchObject({ number: ticket.number, title: wanted.message, base: { ref: 'main' } })
  const commit = await hub.git.commit(await hub.git.headOf(wanted.from))
  expect(commit.parents).toEqual([{ sha: parent }])
  expect(await repository().pull(ticket.number)).toEqual({ state: 'open' })
  await hub.mergePull(ticket.number, 'yan-gh')
  expect(await repository().pull(ticket.number)).toMatchObject({ state: 'merged', by: 'yan-gh' })
  expect(await repository().proposeFile(wanted)).toEqual(ticket)
  expect(await hub.file(wanted.path)).toBe(wanted.text)
})
