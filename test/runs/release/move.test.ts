import { describe, expect, it } from 'vitest'
import { describeMove } from '../../../src/runs/release/move.ts'
import type { Comparison } from '../../../src/runs/release/ports.ts'
import { commitOf } from './commits.ts'

const URL = 'https://github.test/compare'

function repositoryWith(comparisons: Readonly<Record<string, Partial<Comparison>>>) {
  return {
    async compare(from: string, to: string): Promise<Comparison | undefined> {
      const found = comparisons[`${from}...${to}`]
      if (found === undefined) return undefined
      return { status: 'ahead', commits: [], files: [], url: `${URL}/${from}...${to}`, ...found }
    },
    urlOf: (what: object) => `${URL}#${JSON.stringify(what)}`,
  }
}

describe('what came since a branch was looked at', () => {
  it('is a line for each commit, oldest first', async () => {
    const commits = ['fix(api): a', "Merge branch 'x'", 'docs: b'].map(commitOf)
    expect(await describeMove(repositoryWith({ 'old...new': { commits } }), 'old', 'new')).toEqual({
      came: '- api: a (c000001, nadia)\n- b (c000003, nadia)',
      moveUrl: `${URL}/old...new`,
    })
  })

  it('is counted behind the twentieth', async () => {
    const commits = Array.from({ length: 23 }, (_, n) => commitOf(`fix: ${n}`, n))
    const { came } = await describeMove(repositoryWith({ 'old...new': { commits } }), 'old', 'new')
    expect(came.split('\n').slice(-2)).toEqual(['- 19 (c000020, nadia)', 'and 3 more'])
  })

  it('begins with what a forced push took away', async () => {
    const repository = repositoryWith({
      'old...new': { status: 'diverged', commits: [commitOf('fix: a', 0)] },
      'new...old': { status: 'diverged', commits: ['fix: b', 'fix: c'].map(commitOf) },
    })
    expect((await describeMove(repository, 'old', 'new')).came).toBe(
      'force-pushed: 2 commits are gone\n- a (c000001, nadia)',
    )
  })

  it('is only what is gone when the branch was set back', async () => {
    const repository = repositoryWith({
      'old...new': { status: 'behind' },
      'new...old': { commits: [commitOf('fix: b', 0)] },
    })
    expect((await describeMove(repository, 'old', 'new')).came).toBe('force-pushed: 1 commit is gone')
  })

  it('says that nobody knows the old commit any more', async () => {
    expect(await describeMove(repositoryWith({}), '0123456789', 'new')).toEqual({
      came: 'force-pushed: commit 0123456 is gone',
      moveUrl: `${URL}#{"commit":"new"}`,
    })
  })
})
