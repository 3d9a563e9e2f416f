import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import {
  type ChangelogRelease,
  releaseUnreleased,
  sectionOf,
  unreleasedOf,
} from '../../../src/notify/documents/changelog.ts'

function read(name: string): string {
  return readFileSync(new URL(`../../fixtures/changelogs/${name}.md`, import.meta.url), 'utf8')
}

const HOST = 'https://git.example'
const KETTLE = `${HOST}/kettle/kettle/compare`
const ALMANAC = `${HOST}/almanac/almanac/compare`
const LOOM = `${HOST}/loom/loom/compare`
const FERRY = `${HOST}/ferry/ferry/compare`
const ORCHARD = 'https://git.test/orchard/apples/-/compare'
const PIGEON = `${HOST}/pigeon/pigeon/compare`

type Case = {
  readonly file: string
  readonly version: string
  readonly previous: string
  /** Put under Unreleased first, where there is nothing. */
  readonly filled?: string
  readonly came: readonly string[]
  readonly gone: readonly string[]
}

const CASES: readonly Case[] = [
  {
    file: 'lower-case',
    version: 'v1.2.0',
    previous: 'v1.1.1',
    came: [
      '## [1.2.0] - 2026-11-24',
      `[unreleased]: ${KETTLE}/v1.2.0...HEAD`,
      `[1.2.0]: ${KETTLE}/v1.1.1...v1.2.0`,
    ],
    gone: [`[unreleased]: ${KETTLE}/v1.1.1...HEAD`],
  },
  {
    file: 'headings-as-links',
    version: 'v22.2.0',
    previous: '22.1.0',
    came: [
      `## [Unreleased](${ALMANAC}/v22.2.0...HEAD)`,
      `## [22.2.0](${ALMANAC}/22.1.0...v22.2.0) - 2026-11-24`,
    ],
    gone: [`## [Unreleased](${ALMANAC}/22.1.0...HEAD)`],
  },
  {
    file: 'deeper-headings',
    version: 'v4.2.0',
    previous: 'v4.1.0',
    came: [
      `### [Unreleased](${LOOM}/v4.2.0...master) (In Git)`,
      `### [4.2.0](${LOOM}/v4.1.0...v4.2.0) (2026-11-24)`,
    ],
    gone: [`### [Unreleased](${LOOM}/v4.1.0...master) (In Git)`],
  },
  {
    file: 'words-behind-unreleased',
    version: 'v4.0.25',
    previous: 'v4.0.24',
    filled: '## [Unreleased] - ReleaseDate',
    came: ['## [4.0.25] - 2026-11-24'],
    gone: [],
  },
  {
    file: 'links-at-the-end',
    version: 'v0.22.0',
    previous: 'v0.21.1',
    came: [
      '## [0.22.0] - 2026-11-24',
      `[Unreleased]: ${FERRY}/v0.22.0...HEAD`,
      `[0.22.0]: ${FERRY}/v0.21.1...v0.22.0`,
    ],
    gone: [`[Unreleased]: ${FERRY}/v0.21.1...HEAD`],
  },
  {
    // The link of Unreleased was not renewed the last two times: the new one begins at the tag that is there.
    file: 'stale-links',
    version: 'v1.0.3',
    previous: 'v1.0.2',
    filled: '### Added',
    came: [
      '## [1.0.3] 2026-11-24',
      `[Unreleased]: ${ORCHARD}/v1.0.3...HEAD`,
      `[1.0.3]: ${ORCHARD}/v1.0.2...v1.0.3`,
    ],
    gone: [`[Unreleased]: ${ORCHARD}/v1.0.0...HEAD`],
  },
  {
    file: 'headings-by-reference',
    version: 'v1.9.0',
    previous: 'v1.8.0',
    filled: '## [Unreleased][unreleased]',
    came: [
      '## [v1.9.0] - 2026-11-24',
      `[unreleased]: ${PIGEON}/v1.9.0...HEAD`,
      `[v1.9.0]: ${PIGEON}/v1.8.0...v1.9.0`,
    ],
    gone: [`[unreleased]: ${PIGEON}/v1.8.0...HEAD`],
  },
  {
    file: 'without-brackets',
    version: 'v0.3.1',
    previous: 'v0.3.0',
    filled: '## Unreleased - ReleaseDate',
    came: ['## 0.3.1 - 2026-11-24'],
    gone: [],
  },
]

describe.each(CASES)('a changelog with $file', ({ file, version, previous, filled, came, gone }) => {
  const before = filled === undefined ? read(file) : read(file).replace(filled, `${filled}\n- A point`)
  const release: ChangelogRelease = {
    version,
    previous,
    date: '2026-11-24',
    repositoryUrl: 'https://github.test/o/r',
  }

  it('gets a section in its own style, and no other line changes', () => {
    const after = textOf(before, release)
    expect(missingFrom(before, after)).toEqual(came)
    expect(missingFrom(after, before)).toEqual(gone)
  })

  it('holds under the version what was unreleased, and nothing is unreleased any more', () => {
    const held = unreleasedOf(before)
    const after = textOf(before, release)
    expect(held.outcome).toBe('found')
    expect({ outcome: 'found', text: sectionOf(after, version) }).toEqual(held)
    expect(unreleasedOf(after)).toEqual({ outcome: 'empty' })
    expect(sectionOf(after, previous)).toEqual(sectionOf(before, previous))
  })

  it('is the same text when it is released again', () => {
    const after = textOf(before, release)
    expect(releaseUnreleased(after, release)).toEqual({ outcome: 'already', text: after })
  })
})

test.each(['words-behind-unreleased', 'headings-by-reference', 'without-brackets', 'stale-links'])(
  'nothing is unreleased in %s',
  (file) => {
    expect(unreleasedOf(read(file))).toEqual({ outcome: 'empty' })
  },
)

test('a file without such a section is told, and a version of four numbers is not taken for one of three', () => {
  expect(unreleasedOf(read('no-unreleased'))).toEqual({ outcome: 'missing' })
  expect(sectionOf(read('no-unreleased'), 'v2.2.6')).toMatch(/^- Hold `Trellis::Beans`/)
  expect(sectionOf(read('no-unreleased'), 'v2.2.7')).toBeUndefined()
})

function textOf(before: string, release: ChangelogRelease): string {
  const result = releaseUnreleased(before, release)
  if (result.outcome !== 'released') throw new Error(result.outcome)
  return result.text
}

/** The lines of `other` that `text` doesn't have, in their order. */
function missingFrom(text: string, other: string): readonly string[] {
  const left = text.split('\n')
  return other.split('\n').filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0 && line !== ''
  })
}
