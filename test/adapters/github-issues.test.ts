import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { GitHubFake } from '../fakes/github.ts'
import { type GitHubRig, issue, proposal, startRig } from './github-rig.ts'

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

async function issuesTitled(title: string) {
  return (await hub.issues()).filter((one) => one.title === title)
}

test('an issue is opened with its labels and assignees, and found again', async () => {
  const wanted = issue({ assignees: ['corentin-gh'], labels: ['incident', 'sev1'] })
  const ticket = await github().openIssue(wanted)
  expect(ticket.url).toMatch(/\/formation\/hub\/issues\/\d+$/)
  expect(await issuesTitled(wanted.title)).toMatchObject([
    {
      number: ticket.number,
      body: `502\n\n<!-- vigie:${wanted.key} -->`,
      labels: [{ name: 'incident' }, { name: 'sev1' }],
      assignees: [{ login: 'corentin-gh' }],
    },
  ])
  expect(await github().openIssue(wanted)).toEqual(ticket)
  expect(await issuesTitled(wanted.title)).toHaveLength(1)
})

test('the answer got lost after the issue was opened: the repeat finds it', async () => {
  const wanted = issue()
  hub.fail('POST /issues', { when: 'after' })
  expect(await rig.codeOf(github().openIssue(wanted))).toEqual({ code: 'unreachable', retry: true })
  const ticket = await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toMatchObject([{ number: ticket.number }])
})

test('the request got lost before the issue was opened: the repeat opens it', async () => {
  const wanted = issue()
  hub.fail('POST /issues', { when: 'before' })
  expect(await rig.codeOf(github().openIssue(wanted))).toEqual({ code: 'unreachable', retry: true })
  await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toHaveLength(1)
})

test('an issue is found on the second page, closed meanwhile, and its key is not the beginning of another', async () => {
  const wanted = issue()
  const ticket = await github().openIssue(wanted)
  await hub.closeIssue(ticket.number, 'yan-gh')
  for (let n = 0; n < 105; n += 1) await github().openIssue(issue({ key: `${wanted.key}${n}`, labels: [] }))
  const mark = hub.routes.length
  expect(await github().openIssue(wanted)).toEqual(ticket)
  expect(rig.since(mark)).toEqual(['GET /issues', 'GET /issues'])
})

test('a copy of an issue, mark and all, is not taken for it; nor is a pull request', async () => {
  const wanted = issue()
  await github().proposeFile(proposal({ body: `<!-- vigie:${wanted.key} -->` }))
  const ticket = await github().openIssue(wanted)
  await github().openIssue(issue({ body: `copied\n<!-- vigie:${wanted.key} -->` }))
  expect(await issuesTitled(wanted.title)).toMatchObject([{ number: ticket.number }])
  expect(await github().openIssue(wanted)).toEqual(ticket)
})

test('an assignee that GitHub does not know is left out, the others stay', async () => {
  const wanted = issue({ assignees: ['nobody-here', 'yan-gh'] })
  const ticket = await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toMatchObject([
    { number: ticket.number, assignees: [{ login: 'yan-gh' }], labels: [{ name: 'incident' }] },
  ])
  expect(rig.logged.some((line) => line.includes('nobody-here'))).toBe(true)
})

test('what is refused even so is opened without assignees and labels', async () => {
  const wanted = issue({ assignees: ['yan-gh'] })
  hub.fail('POST /issues', { status: 422, times: 2 })
  await github().openIssue(wanted)
  expect(await issuesTitled(wanted.title)).toMatchObject([{ assignees: [], labels: [] }])

  hub.fail('POST /issues', { status: 422, times: 3 })
  expect(await rig.codeOf(github().openIssue(issue()))).toEqual({ code: 'unprocessable', retry: false })
})

test('a text that is longer than GitHub takes is cut, the mark stays', async () => {
  const wanted = issue({ title: 'x'.repeat(300), body: 'é'.repeat(70_000) })
  const ticket = await github().openIssue(wanted)
  expect(await github().openIssue(wanted)).toEqual(ticket)
})

test('an issue is open, closed by somebody, and open again', async () => {
  const { number } = await github().openIssue(issue())
  expect(await github().issue(number)).toEqual({ state: 'open' })
  await hub.closeIssue(number, 'yan-gh')
  expect(await github().issue(number)).toEqual({ state: 'closed', by: 'yan-gh' })
  await hub.reopenIssue(number, 'yan-gh')
  expect(await github().issue(number)).toEqual({ state: 'open' })
})

test('a comment is written once, though its answer got lost', async () => {
  const { number } = await github().openIssue(issue())
  const comment = { key: 'INC-1.4.2', body: 'Resolved' }
  hub.fail('POST /issues/{number}/comments', { when: 'after' })
  expect(await rig.codeOf(github().comment(number, comment))).toEqual({ code: 'unreachable', retry: true })
  await github().comment(number, comment)
  await github().comment(number, { ...comment, key: 'INC-1.4.3' })
  expect(await hub.comments(number)).toEqual([
    'Resolved\n\n<!-- vigie:INC-1.4.2 -->',
    'Resolved\n\n<!-- vigie:INC-1.4.3 -->',
  ])
})
