import { describe, expect, it } from 'vitest'
import type { Tag } from '../../../src/runs/release/ports.ts'
import {
  impliedLevel,
  judgeAsked,
  nextVersion,
  stableTags,
  versionOf,
} from '../../../src/runs/release/version.ts'
import { commitOf } from './commits.ts'

const TAGS: readonly Tag[] = [
  { name: 'v1.2.0', commit: 'aaaaaaa1' },
  { name: 'v1.10.0', commit: '3f2a1c9dd' },
  { name: '1.9.0', commit: 'ccccccc3' },
  { name: 'v1.11.0-rc.1', commit: 'ddddddd4' },
  { name: 'v1.10.0-rollback', commit: 'eeeeeee5' },
  { name: 'v1.10.1+build.5', commit: 'fffffff6' },
  { name: 'nightly', commit: '99999997' },
  { name: 'v1.2', commit: '88888888' },
]

describe('a version', () => {
  it.each([
    ['1.4.0', 'v1.4.0'],
    ['v1.4.0', 'v1.4.0'],
    ['V1.4.0', 'v1.4.0'],
    [' v1.4.0 ', 'v1.4.0'],
    ['1.4.0-rc.1', 'v1.4.0-rc.1'],
    ['v1.4.0+build.5', 'v1.4.0+build.5'],
  ])('%j is %s', (text, version) => {
    expect(versionOf(text)).toBe(version)
  })

  it.each([
    '',
    'v1',
    '1.4',
    '01.4.0',
    'v1.4.0.1',
    'minor',
    'v 1.4.0',
    `v${'9'.repeat(20)}.0.0`,
    'x'.repeat(300),
  ])('%j is none', (text) => {
    expect(versionOf(text)).toBeUndefined()
  })
})

describe('the stable tags', () => {
  it('are the released ones, the newest version first, by the names that they have', () => {
    expect(stableTags(TAGS)).toEqual([
      { version: 'v1.10.0', name: 'v1.10.0', commit: '3f2a1c9dd' },
      { version: 'v1.9.0', name: '1.9.0', commit: 'ccccccc3' },
      { version: 'v1.2.0', name: 'v1.2.0', commit: 'aaaaaaa1' },
    ])
  })

  it('are none where there is none', () => {
    expect(stableTags([])).toEqual([])
  })

  it('hold a version once, whatever it is called', () => {
    const twice = [
      { name: 'v1.0.0', commit: 'a' },
      { name: '1.0.0', commit: 'b' },
    ]
    expect(stableTags(twice)).toEqual([{ version: 'v1.0.0', name: 'v1.0.0', commit: 'a' }])
  })
})

describe('what the commits imply', () => {
  it.each([
    [['docs: a', 'fix: b'], 'patch', 'no feature and no breaking change'],
    [['fix: b', 'feat(ui): a'], 'minor', '1 feature: "a" (c000002)'],
    [['feat: a', 'feat: b'], 'minor', '2 features, the first one "a" (c000001)'],
    [['feat: a', 'fix(api)!: drop v1'], 'major', '1 breaking change: "drop v1" (c000002)'],
    [['chore: a\n\nBREAKING CHANGE: no more Node 18'], 'major', '1 breaking change: "a" (c000001)'],
  ] as const)('%j: %s', (messages, level, because) => {
    expect(impliedLevel(messages.map(commitOf), 'v1.2.0')).toEqual({ level, because })
  })

  it('is minor for a breaking change before 1.0.0, and says so', () => {
    expect(impliedLevel([commitOf('feat!: a', 0)], 'v0.4.1')).toEqual({
      level: 'minor',
      because: '1 breaking change: "a" (c000001); before v1.0.0 that raises the minor number',
    })
  })

  it('is minor for a first release, whatever it holds', () => {
    expect(impliedLevel([commitOf('fix: a', 0)], undefined)).toEqual({
      level: 'minor',
      because: 'it is the first release',
    })
  })

  it('does not count what was taken back since, and counts it again when that was taken back too', () => {
    const feature = commitOf('feat: a', 0)
    const revert = commitOf(`Revert "feat: a"\n\nThis reverts commit ${feature.sha}.`, 1)
    const again = commitOf(`Revert "Revert "feat: a""\n\nThis reverts commit ${revert.sha}.`, 2)
    expect(impliedLevel([feature, revert], 'v1.2.0').level).toBe('patch')
    expect(impliedLevel([feature, revert, again], 'v1.2.0').level).toBe('minor')
  })
})

describe('the next version', () => {
  it.each([
    ['v1.2.3', 'patch', 'v1.2.4'],
    ['1.2.3', 'minor', 'v1.3.0'],
    ['v1.2.3', 'major', 'v2.0.0'],
    ['v0.4.1', 'major', 'v1.0.0'],
    [undefined, 'patch', 'v0.1.0'],
    [undefined, 'minor', 'v0.1.0'],
    [undefined, 'major', 'v1.0.0'],
  ] as const)('after %s, %s: %s', (previous, level, next) => {
    expect(nextVersion(previous, level)).toBe(next)
  })
})

describe('an asked version', () => {
  it.each(['', ' ', 'minor', 'patch', 'major', 'v1.10.1', '1.11.0', 'v2.0.0'])('%j may be', (asked) => {
    const tags = TAGS.filter((tag) => !tag.name.includes('+'))
    expect(judgeAsked(asked, tags)).toEqual({ ok: true })
  })

  it.each([
    ['v1.10.0', 'v1.10.0 exists already (commit 3f2a1c9)'],
    ['1.9.0', 'v1.9.0 exists already (commit ccccccc)'],
    ['v1.9.9', 'v1.9.9 is lower than v1.10.0, the last release'],
    ['tomorrow', '"tomorrow" is no version: write minor, patch, major or three numbers, v1.4.0'],
    ['v1.4', '"v1.4" is no version: write minor, patch, major or three numbers, v1.4.0'],
    ['v01.4.0', '"v01.4.0" is no version: write minor, patch, major or three numbers, v1.4.0'],
    ['v2.0.0-rc.1', 'v2.0.0-rc.1 is a pre-release, and production gets stable versions only: v2.0.0'],
    ['v2.0.0+5-a', "v2.0.0+5-a has build metadata, which doesn't order versions: v2.0.0"],
    [`v${'9'.repeat(20)}.0.0`, `"v${'9'.repeat(20)}.0.0" has a number that is too large for a version`],
    [
      'x'.repeat(99),
      `"${'x'.repeat(40)}..." is no version: write minor, patch, major or three numbers, v1.4.0`,
    ],
  ])('%j may not', (asked, because) => {
    expect(judgeAsked(asked, TAGS)).toEqual({ ok: false, because })
  })

  it('of a hotfix follows the tag at which its branch began, and stays below the next one', () => {
    expect(judgeAsked('v1.2.1', TAGS, 'v1.2.0')).toEqual({ ok: true })
    expect(judgeAsked('v1.2.1', TAGS)).toMatchObject({ ok: false })
    expect(judgeAsked('v1.9.1', TAGS, 'v1.2.0')).toEqual({
      ok: false,
      because: 'v1.9.1 would follow v1.9.0, which is not in a branch that began at v1.2.0',
    })
  })

  it('is free where nothing was released yet', () => {
    expect(judgeAsked('v1.0.0', [])).toEqual({ ok: true })
  })
})
