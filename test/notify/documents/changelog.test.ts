import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChangelogRelease,
  notesOf,
  releaseUnreleased,
  sectionOf,
  unreleasedOf,
} from '../../../src/notify/documents/changelog.ts'

const RELEASE: ChangelogRelease = {
  version: 'v1.3.0',
  previous: 'v1.2.0',
  date: '2026-11-24',
  repositoryUrl: 'https://git.test/acadenice/hub',
}

function released(text: string, change: Partial<ChangelogRelease> = {}): string {
  const result = releaseUnreleased(text, { ...RELEASE, ...change })
  if (result.outcome !== 'released') throw new Error(result.outcome)
  return result.text
}

describe('a release in a new changelog', () => {
  it('is written as the playbook writes it, and gets no link where there is none', () => {
    expect(released('# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Login\n', { version: 'v0.1.0' })).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [v0.1.0] - 2026-11-24\n\n### Added\n\n- Login\n',
    )
  })

  it('leads to its tag when there is nothing to compare it with', () => {
    const first = { version: 'v0.1.0', previous: undefined }
    expect(
      released('## [Unreleased]\n- a\n\n[Unreleased]: https://git.test/acadenice/hub/commits/main\n', first),
    ).toBe(
      [
        '## [Unreleased]',
        '',
        '## [v0.1.0] - 2026-11-24',
        '- a',
        '',
        '[Unreleased]: https://git.test/acadenice/hub/commits/main',
        '[v0.1.0]: https://git.test/acadenice/hub/releases/tag/v0.1.0',
        '',
      ].join('\n'),
    )
  })
})

describe('the bytes of the file', () => {
  const windows = '\uFEFF# Log\r\n\r\n## [Unreleased]\r\n- a  \r\n\t\r\n## [1.2.0] - 2026-01-02\r\n- b'

  it('keep their byte order mark, their line breaks, their trailing spaces and a last line without an end', () => {
    expect(released(windows)).toBe(
      '\uFEFF# Log\r\n\r\n## [Unreleased]\r\n\r\n## [1.3.0] - 2026-11-24\r\n- a  \r\n\t\r\n## [1.2.0] - 2026-01-02\r\n- b',
    )
  })

  it('keep an order of links that grows, and a last one without an end', () => {
    const links = ['[1.1.0]: u/compare/v1.0.0...v1.1.0', '[1.2.0]: u/compare/v1.1.0...v1.2.0']
    const text = ['## [Unreleased]', '- a', '## [1.2.0]', '', ...links].join('\n')
    expect(released(text).split('\n').slice(-3)).toEqual([...links, '[1.3.0]: u/compare/v1.2.0...v1.3.0'])
  })
})

describe('the style of the file', () => {
  function headingAfter(first: string, other = ''): string | undefined {
    return released(`${first}\n\n- a\n\n${other}\n\n- b\n`).split('\n')[2]
  }

  it.each([
    ['## Unreleased', '## 1.2.0 - 2026-01-02', '## 1.3.0 - 2026-11-24'],
    ['## unreleased', '## v1.2.0 (2026-01-02)', '## v1.3.0 (2026-11-24)'],
    ['## [UNRELEASED]', '## [1.2.0] — 2026-01-02 [YANKED]', '## [1.3.0] — 2026-11-24'],
    ['# Unreleased', '# Version 1.2.0 - 2026/01/02', '# Version 1.3.0 - 2026/11/24'],
    ['## [Unreleased]', '## [1.2.0]', '## [1.3.0] - 2026-11-24'],
    ['## [Unreleased]', '## [1.2.0][1.2.0] - 2026-01-02', '## [1.3.0][1.3.0] - 2026-11-24'],
    ['## [Unreleased] - TBD', '## [1.2.0-rc.1] - 2026-01-02', '## [1.3.0] - 2026-11-24'],
    ['### [Unreleased]', '### [1.2.0] - January 2, 2026', '### [1.3.0] - 2026-11-24'],
  ])('%s above %s gives %s', (unreleased, version, heading) => {
    expect(headingAfter(unreleased, version)).toBe(heading)
  })

  it('is kept in underlined headings', () => {
    expect(released('Unreleased\n----------\n* a\n\n1.2.0 - 2026-01-02\n------------------\n* b\n')).toBe(
      'Unreleased\n----------\n\n1.3.0 - 2026-11-24\n------------------\n* a\n\n1.2.0 - 2026-01-02\n------------------\n* b\n',
    )
  })

  it.each([
    ['releases/tag/v1.2.0', 'releases/tag/v1.3.0'],
    ['src/tag/1.2.0', 'src/tag/v1.3.0'],
    ['-/tags/v1.2.0', '-/tags/v1.3.0'],
    ['project/1.2.0', 'project/1.3.0'],
  ])('a link to %s gives one to %s', (there, added) => {
    const text = `## [Unreleased]\n- a\n\n[1.2.0]: https://git.test/${there}\n[1.1.0]: https://git.test/x\n`
    expect(released(text)).toContain(
      `\n[v1.3.0]: https://git.test/${added}\n[1.2.0]: https://git.test/${there}\n`,
    )
  })
})

describe('what looks like a section and is none', () => {
  it('is left alone in code blocks and comments', () => {
    const hidden =
      '```md\n## [Unreleased]\n\n[Unreleased]: u/compare/v1.2.0...HEAD\n```\n\n<!--\n## [Unreleased]\n- x\n-->\n'
    const text = `# Log\n\n${hidden}\n## [Unreleased]\n\n- a\n`
    expect(unreleasedOf(text)).toEqual({ outcome: 'found', text: '- a' })
    expect(released(text)).toBe(`# Log\n\n${hidden}\n## [Unreleased]\n\n## [v1.3.0] - 2026-11-24\n\n- a\n`)
  })

  it.each([
    ['# Log\n\n## [1.2.0]\n- a\n', 'missing'],
    ['', 'missing'],
    ['## [1.3.0] - Unreleased\n- a\n', 'missing'],
    ['## [Unreleased]\n- a\n\n## Unreleased\n- b\n', 'ambiguous'],
    ['## [Unreleased]\n', 'empty'],
    [
      '## [Unreleased]\n### Added\n\n### Fixed\n- N/A\n<!-- nothing yet -->\n\n---\n\n## [1.2.0]\n- b\n',
      'empty',
    ],
    ['## [Unreleased]\n\n_Nothing yet._\n\n[Unreleased]: u\n', 'empty'],
  ] as const)('%j is %s', (text, outcome) => {
    expect(unreleasedOf(text)).toEqual({ outcome })
    expect(releaseUnreleased(text, RELEASE)).toEqual({ outcome })
  })

  it('kinds of change with the depth of a version belong to it all the same', () => {
    const text = '## [Unreleased]\n\n## Fixed\n- a\n\n## [1.2.0]\n- b\n'
    expect(unreleasedOf(text)).toEqual({ outcome: 'found', text: '## Fixed\n- a' })
  })
})

describe('a section', () => {
  const text =
    '## [1.2.0] - 2026-01-02 [YANKED]\n\n- See [the guide] (#4)\n\n---\n\n## v1.1.0\n- c\n\n[the guide]: https://doc.test\n[other]: x\n'

  it('is found with and without v, without the rule behind it', () => {
    expect(sectionOf(text, 'v1.2.0')).toBe('- See [the guide] (#4)')
    expect(sectionOf(text, '1.1.0')).toBe('- c')
    expect(sectionOf(text, 'v1.0.0')).toBeUndefined()
  })

  it('takes the links that it uses to another page', () => {
    expect(notesOf(text, 'v1.2.0')).toBe('- See [the guide] (#4)\n\n[the guide]: https://doc.test')
    expect(notesOf(text, 'v1.1.0')).toBe('- c')
    expect(notesOf(text, 'v1.0.0')).toBeUndefined()
  })

  it('holds after a release what was unreleased before, whatever stands around it', () => {
    const line = fc.constantFrom(
      '- a point  ',
      '  continued',
      '### Added',
      '',
      '```',
      '## [Unreleased]',
      '> quoted',
      '<!-- x -->',
      '1. one',
      '[ref]: https://x.test',
      '    code',
      '***',
      'Word\n---',
      '| a | b |',
      '\t',
    )
    const body = fc.array(line, { maxLength: 12 })
    const end = fc.constantFrom('\n', '\r\n', '\r')
    fc.assert(
      fc.property(body, body, end, fc.boolean(), (above, under, eol, marked) => {
        const lines = ['# Log', ...above, '', '## [Unreleased]', ...under, '', '## [1.2.0]', '- b', '']
        const before = `${marked ? '\uFEFF' : ''}${lines.join('\n').replaceAll('\n', eol)}`
        const held = unreleasedOf(before)
        const result = releaseUnreleased(before, RELEASE)
        if (held.outcome !== 'found') {
          expect(result).toEqual(held)
          return
        }
        if (result.outcome !== 'released') throw new Error(result.outcome)
        expect(sectionOf(result.text, 'v1.3.0')).toBe(held.text)
        expect(unreleasedOf(result.text)).toEqual({ outcome: 'empty' })
        const added = new RegExp(`${eol}## \\[v?1\\.3\\.0\\] - 2026-11-24${eol}`)
        expect(result.text.replace(added, '')).toBe(before)
      }),
    )
  })
})
