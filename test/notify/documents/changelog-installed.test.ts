import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import {
  type ChangelogRelease,
  releaseUnreleased,
  sectionOf,
  unreleasedOf,
} from '../../../src/notify/documents/changelog.ts'

/** Packages whose changelog comes with them, read where npm put them. Another one will do when one of them goes. */
const PACKAGES = [
  'function-bind',
  'generator-function',
  'get-intrinsic',
  'hasown',
  'jws',
  'math-intrinsics',
  'nodemailer',
  'object-inspect',
] as const

const VERSION = /^(#{1,3}) .*?(\d+\.\d+\.\d+).*$/m
const UNRELEASED = /^#{1,3} \[?unreleased.*$/im

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
}

test.each(PACKAGES)('%s brings a changelog with versions', (name) => {
  expect(read(`node_modules/${name}/CHANGELOG.md`)).toMatch(VERSION)
})

describe.each([...PACKAGES.map((name) => `node_modules/${name}/CHANGELOG.md`), 'CHANGELOG.md'])(
  '%s',
  (path) => {
    const before = withPoint(read(path))
    const newest = VERSION.exec(before)?.[2]
    const release: ChangelogRelease = {
      version: 'v99.0.0',
      previous: newest === undefined ? undefined : `v${newest}`,
      date: '2026-11-24',
      repositoryUrl: 'https://git.test/o/r',
    }

    it('gets a heading of its own, and nothing else changes by a byte', () => {
      const after = textOf(before, release)
      const heading = /\n\n#{1,3} [^\n]*99\.0\.0[^\n]*2026-11-24[^\n]*(?=\n)/
      expect(after).toMatch(heading)
      expect(without(after.replace(heading, ''), /99\.0\.0/)).toBe(without(before, /^\[unreleased\]: /i))
    })

    it('reads back what was unreleased, and the version before', () => {
      const held = unreleasedOf(before)
      const after = textOf(before, release)
      expect(held.outcome).toBe('found')
      expect({ outcome: 'found', text: sectionOf(after, release.version) }).toEqual(held)
      expect(unreleasedOf(after)).toEqual({ outcome: 'empty' })
      expect(sectionOf(after, newest ?? '0.0.0')).toEqual(sectionOf(before, newest ?? '0.0.0'))
    })

    it('is the same text when it is released again', () => {
      const after = textOf(before, release)
      expect(releaseUnreleased(after, release)).toEqual({ outcome: 'already', text: after })
    })
  },
)

/** Something is unreleased: what the file says, or one point under a heading like those of its versions. */
function withPoint(text: string): string {
  const { outcome } = unreleasedOf(text)
  if (outcome === 'empty') return text.replace(UNRELEASED, (heading) => `${heading}\n\n- A point`)
  if (outcome === 'missing')
    return text.replace(
      VERSION,
      (heading, depth: string) => `${depth} [Unreleased]\n\n- A point\n\n${heading}`,
    )
  return text
}

function textOf(before: string, release: ChangelogRelease): string {
  const result = releaseUnreleased(before, release)
  if (result.outcome !== 'released') throw new Error(result.outcome)
  return result.text
}

function without(text: string, pattern: RegExp): string {
  return text
    .split('\n')
    .filter((line) => !pattern.test(line))
    .join('\n')
}
