import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { GitHubFake } from '../fakes/github.ts'
import { type GitHubRig, proposal, startRig } from './github-rig.ts'

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

const github: GitHubRig['github'] = (over) => rig.github(over)

test('a file is proposed once: one branch, one commit, one pull request', async () => {
  const wanted = proposal()
  hub.fail('POST /pulls', { when: 'after' })
  hub.fail('PUT /contents/{path}', { when: 'after' })
  expect(await rig.codeOf(github().proposeFile(wanted))).toEqual({ code: 'unreachable', retry: true })
  expect(await rig.codeOf(github().proposeFile(wanted))).toEqual({ code: 'unreachable', retry: true })
  const mark = hub.routes.length
  const ticket = await github().proposeFile(wanted)
  expect(rig.since(mark).filter((route) => !route.startsWith('GET'))).toEqual([])
  expect(await hub.file(wanted.path, wanted.branch)).toBe(wanted.text)
  expect(await hub.file(wanted.path)).toBeUndefined()
  const pulls = (await hub.pulls()).filter((pull) => pull.head.ref === wanted.branch)
  expect(pulls).toMatchObject([{ number: ticket.number, title: wanted.title, base: { ref: 'main' } }])
  expect(await github().pull(ticket.number)).toEqual({ state: 'open' })
})

test('a new text for an open pull request is one more commit', async () => {
  const wanted = proposal()
  const ticket = await github().proposeFile(wanted)
  expect(await github().proposeFile({ ...wanted, text: 'more' })).toEqual(ticket)
  expect(await hub.file(wanted.path, wanted.branch)).toBe('more')
})

test('what a person wrote on the branch is read back, and a repeat does not write over it', async () => {
  const wanted = proposal()
  const ticket = await github().proposeFile(wanted)
  await hub.writeFile(wanted.branch, wanted.path, `${wanted.text}\n## Cause\n`, 'yan-gh')
  expect(await github().proposeFile(wanted)).toEqual(ticket)
  expect(await github().readFile(wanted.path, wanted.branch)).toBe(`${wanted.text}\n## Cause\n`)
  await github().proposeFile({ ...wanted, text: 'another' })
  expect(await github().readFile(wanted.path, wanted.branch)).toBe('another')
})

test('a person who writes at the same moment: the sha is read again, once', async () => {
  const wanted = proposal()
  await github().proposeFile(wanted)
  hub.fail('PUT /contents/{path}', { status: 409 })
  await github().proposeFile({ ...wanted, text: 'again' })
  expect(await hub.file(wanted.path, wanted.branch)).toBe('again')
  hub.fail('PUT /contents/{path}', { status: 409, times: 2 })
  const act = github().proposeFile({ ...wanted, text: 'and again' })
  expect(await rig.codeOf(act)).toEqual({ code: 'conflict', retry: true })
})

test('a file is read from the default branch when the branch does not exist', async () => {
  expect(await github().readFile('README.md', 'no/such/branch')).toContain('hub')
  expect(await github().readFile('docs/nothing.md', 'no/such/branch')).toBeUndefined()
  const wanted = proposal()
  await github().proposeFile(wanted)
  expect(await github().readFile('docs/nothing.md', wanted.branch)).toBeUndefined()
  expect(await github().readFile('docs/post-mortems', wanted.branch)).toBeUndefined()
})

test('a path with spaces and signs is written and read', async () => {
  const wanted = proposal({ path: 'docs/après coup/INC 1 #2?.md', branch: 'vigie/inc#1' })
  await github().proposeFile(wanted)
  expect(await github().readFile(wanted.path, wanted.branch)).toBe(wanted.text)
})

test.each(['merge', 'squash'] as const)(
  'after a %s the same text is done, a new one gets a new pull request',
  async (how) => {
    const wanted = proposal()
    const first = await github().proposeFile(wanted)
    await hub.writeFile(wanted.branch, wanted.path, 'completed by hand', 'yan-gh')
    await hub.mergePull(first.number, 'yan-gh', how)
    expect(await github().pull(first.number)).toEqual({ state: 'merged', by: 'yan-gh' })
    expect(await hub.file(wanted.path)).toBe('completed by hand')

    expect(await github().proposeFile({ ...wanted, text: 'completed by hand' })).toEqual(first)
    const second = await github().proposeFile({ ...wanted, text: 'a new text' })
    expect(second.number).not.toBe(first.number)
    expect(await github().proposeFile({ ...wanted, text: 'a new text' })).toEqual(second)
    await hub.mergePull(second.number, 'yan-gh', how)
    expect(await hub.file(wanted.path)).toBe('a new text')
  },
)

test('a branch that was pushed to after its merge keeps what is on it', async () => {
  const wanted = proposal()
  const first = await github().proposeFile(wanted)
  await hub.mergePull(first.number, 'yan-gh')
  await hub.writeFile(wanted.branch, 'notes.md', 'late thoughts', 'yan-gh')
  await github().proposeFile({ ...wanted, text: 'a new text' })
  expect(await hub.file('notes.md', wanted.branch)).toBe('late thoughts')
  expect(await hub.file(wanted.path, wanted.branch)).toBe('a new text')
})

test('a pull request closed unmerged says who closed it; the next proposal opens another', async () => {
  const wanted = proposal()
  const first = await github().proposeFile(wanted)
  await hub.closePull(first.number, 'yan-gh')
  expect(await github().pull(first.number)).toEqual({ state: 'closed', by: 'yan-gh' })
  const second = await github().proposeFile({ ...wanted, text: 'better' })
  expect(second.number).not.toBe(first.number)
})
