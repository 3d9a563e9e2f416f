import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Ask } from '../../src/adapters/github/ask.ts'
import { readChanges } from '../../src/adapters/github/changes.ts'
import { pagesOf } from '../../src/adapters/github/pages.ts'
import { patienceMs } from '../../src/adapters/github/patience.ts'
import { pullsFrom } from '../../src/adapters/github/pulls.ts'

/** What the fake can't say, because it filters as GitHub does: Forgejo ignores some of what it is asked. */
function answering(answers: Readonly<Record<string, unknown>>): Ask {
  return async (route, _parameters, schema) => ({ data: schema.parse(answers[route]), more: false })
}

const NOW = Date.UTC(2026, 10, 23, 12)
const AT = new Date(NOW).toISOString()

function pull(number: number, over: Record<string, unknown> = {}) {
  return {
    number,
    title: `Bump ${number}`,
    html_url: `https://git.example/pull/${number}`,
    state: 'closed',
    updated_at: AT,
    merged_at: AT,
    user: { login: 'renovate[bot]' },
    labels: [],
    base: { ref: 'main' },
    head: { ref: 'vigie/inc-1', sha: 'a', repo: { full_name: 'Formation/Hub' } },
    ...over,
  }
}

test('a branch of the same name in a fork, and a fork that is gone, are not ours', async () => {
  const ask = answering({
    'GET /repos/{owner}/{repo}/pulls': [
      pull(4, { head: { ref: 'vigie/inc-1', sha: 'a', repo: { full_name: 'stranger/hub' } } }),
      pull(3, { head: { ref: 'vigie/inc-1', sha: 'a', repo: null } }),
      pull(2, { head: { ref: 'vigie/inc-10', sha: 'a', repo: { full_name: 'formation/hub' } } }),
      pull(1),
    ],
  })
  const found = await pullsFrom(ask, 'formation/hub', 'vigie/inc-1')
  expect(found.map((one) => one.number)).toEqual([1])
})

test('an update merged into another branch is no change of ours, nor is one by nobody', async () => {
  const ask = answering({
    'GET /repos/{owner}/{repo}': { default_branch: 'main' },
    'GET /repos/{owner}/{repo}/releases': [],
    'GET /repos/{owner}/{repo}/pulls': [
      pull(3, { base: { ref: 'next' } }),
      pull(2, { user: null, labels: null }),
      pull(1),
    ],
  })
  const changes = await readChanges(ask, NOW - 1)
  expect(changes.map((one) => one.title)).toEqual(['Bump 1'])
  expect(await readChanges(ask, NOW)).toEqual([])
})

test('a list that never ends is left after the pages allowed', async () => {
  let pages = 0
  const ask: Ask = async (_route, parameters, schema) => {
    pages += 1
    expect(parameters).toMatchObject({ state: 'all', per_page: 100, page: pages })
    return { data: schema.parse([pages]), more: true }
  }
  const list = { route: 'GET /list', schema: z.number(), most: 5, parameters: { state: 'all' } }
  const seen: number[] = []
  for await (const page of pagesOf(ask, list)) seen.push(...page)
  expect(seen).toEqual([1, 2, 3, 4, 5])
})

const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'

test.each([
  ['a secondary limit without a time', 403, {}, SECONDARY, 60_000],
  ['a date', 429, { 'retry-after': new Date(NOW + 90_000).toUTCString() }, '', 90_000],
  ['a time that has come', 403, { 'retry-after': '0' }, '', 1_000],
  ['a reset that is over', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, '', 1_000],
  ['no time at all', 403, { 'retry-after': 'soon' }, 'Resource not accessible', undefined],
  [
    'something else that is over',
    404,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    '',
    undefined,
  ],
] as const)('patience: %s', (_what, status, headers, said, ms) => {
  expect(patienceMs({ status, headers, said }, NOW)).toBe(ms)
})
