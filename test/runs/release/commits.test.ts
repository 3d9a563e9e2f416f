import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  authorsOf,
  changeLine,
  changesOf,
  changesText,
  groupCommits,
  highlightsOf,
} from '../../../src/runs/release/commits.ts'
import { commitOf } from './commits.ts'

function grouped(...messages: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const groups = groupCommits(messages.map(commitOf))
  return Object.fromEntries(
    groups.map(({ heading, changes }) => [heading, changes.map((one) => one.subject)]),
  )
}

describe('the groups of the commits', () => {
  it('stand in a fixed order, whatever came first', () => {
    const all = grouped(
      'what is this',
      'test: t',
      'docs: d',
      'chore(deps): bump x',
      'revert: an older feature',
      'perf: p',
      'fix: f',
      'feature: g',
      'feat!: b',
    )
    expect(all).toEqual({
      'Breaking changes': ['b'],
      Features: ['g'],
      Fixes: ['f'],
      Performance: ['p'],
      Reverts: ['an older feature'],
      Dependencies: ['bump x'],
      Documentation: ['d'],
      Maintenance: ['t'],
      Other: ['what is this'],
    })
    expect(Object.keys(all)[0]).toBe('Breaking changes')
    expect(Object.keys(all).at(-1)).toBe('Other')
  })

  it('know a breaking change by its mark and by its footer, and not by a body that speaks of one', () => {
    expect(
      grouped(
        'feat(a/b)!: one',
        'refactor: two\n\nBREAKING CHANGE: gone',
        'fix: three\n\nbody\n\nReviewed-by: Z\nBREAKING-CHANGE: gone',
        'fix: four\n\nThis is no\nbreaking change of anything',
        'fix: five\n\nBREAKING CHANGE of mind',
      ),
    ).toEqual({ 'Breaking changes': ['one', 'two', 'three'], Fixes: ['four', 'five'] })
  })

  it('leave merges out, and keep a pull request that was squashed', () => {
    expect(
      grouped(
        'Merge pull request #12 from yan/feature\n\nfeat: a',
        "Merge branch 'main' into feature",
        'Merge branch docs into one (#13)',
        'Merge two lists (#14)',
        'feat: b (#15)',
      ),
    ).toEqual({
      Features: ['b (#15)'],
      Other: ['Merge branch docs into one (#13)', 'Merge two lists (#14)'],
    })
  })

  it('take what only looks conventional as it stands', () => {
    expect(grouped('Docmost: a page', 'Note: this', '', '  \n', 'gpg: Signature made')).toEqual({
      Other: ['Docmost: a page', 'Note: this', '(no message)', '(no message)', 'gpg: Signature made'],
    })
  })

  it('have the bumps of Dependabot with the dependencies', () => {
    expect(grouped('Bump lodash from 4.17.20 to 4.17.21 in /web', 'build(deps-dev): vite')).toEqual({
      Dependencies: ['Bump lodash from 4.17.20 to 4.17.21 in /web', 'vite'],
    })
  })

  it('leave out what was taken back, and say that it was', () => {
    const feature = commitOf('feat: a', 0)
    const revert = commitOf(`Revert "feat: a"\n\nThis reverts commit ${feature.sha}.`, 1)
    expect(groupCommits([feature, revert]).map(({ heading }) => heading)).toEqual(['Reverts'])
    expect(changesOf([feature, revert]).map(({ subject }) => subject)).toEqual(['a', 'Revert "feat: a"'])
  })
})

describe('the text of the changes', () => {
  const groups = groupCommits(['feat(export): a CSV', 'fix: b', 'fix: c', 'docs: d'].map(commitOf))

  it('has a line for each, with its scope, its commit and its author', () => {
    expect(changesText(groups, 2_500)).toBe(
      [
        'Features',
        '- export: a CSV (c000001, nadia)',
        'Fixes',
        '- b (c000002, nadia)',
        '- c (c000003, nadia)',
        'Documentation',
        '- d (c000004, nadia)',
      ].join('\n'),
    )
  })

  it('counts what does not fit, and ends with no heading that holds nothing', () => {
    expect(changesText(groups, 95)).toBe(
      'Features\n- export: a CSV (c000001, nadia)\nFixes\n- b (c000002, nadia)\nand 2 more',
    )
    expect(changesText(groups, 55)).toBe('Features\n- export: a CSV (c000001, nadia)\nand 3 more')
    expect(changesText(groups, 20)).toBe('4 commits')
    expect(changesText([], 20)).toBe('')
  })

  it('never is longer than it may be, and a subject of a thousand words is cut', () => {
    const messages = fc.array(fc.string({ maxLength: 400 }), { maxLength: 30 })
    fc.assert(
      fc.property(messages, fc.integer({ min: 20, max: 1_000 }), (some, limit) => {
        expect(changesText(groupCommits(some.map(commitOf)), limit).length).toBeLessThanOrEqual(limit)
      }),
    )
    const [long] = changesOf([commitOf(`feat: ${'word '.repeat(1_000)}`, 0)])
    expect(long?.subject).toHaveLength(140)
    expect(long?.subject.endsWith('...')).toBe(true)
  })

  it('is one line each, whatever the message holds', () => {
    const [one] = changesOf([commitOf('fix: a\tb   c\r\nmore', 0)])
    expect(one === undefined ? '' : changeLine(one)).toBe('a b c (c000001, nadia)')
  })
})

it('names each author once, who wrote most first; merges count for nobody', () => {
  const by = ['yan', 'nadia', 'bot', 'nadia', 'yan', 'nadia', 'bot', 'bot', 'bot']
  const commits = by.map((author, n) => ({
    ...commitOf(author === 'bot' && n > 5 ? "Merge branch 'x'" : 'fix: a', n),
    author,
  }))
  expect(authorsOf(commits)).toEqual(['nadia', 'yan', 'bot'])
})

it('has the first of each group, at most three, for a line', () => {
  const commits = ['docs: d', 'fix: c (#3)', 'fix: b', 'feat: a', 'feat!: x'].map(commitOf)
  expect(highlightsOf(groupCommits(commits))).toBe('x; a; c')
  expect(highlightsOf([])).toBe('')
})
