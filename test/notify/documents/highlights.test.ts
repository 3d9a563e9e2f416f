import { describe, expect, it } from 'vitest'
import { headlineOf } from '../../../src/notify/documents/highlights.ts'

describe('the highlights of release notes', () => {
  it('are the first point of each kind, at most three, in plain words', () => {
    const notes = [
      '### Added',
      '- **Export** as [CSV](https://doc.test/csv) for `a &amp; b` pages ([#12](https://x.test/12), [#13](https://x.test/13)).',
      '- Another one',
      '',
      '### Changed',
      '- _Faster_ sync (closes #14)',
      '',
      '### Fixed',
      '* The login &amp; logout #15',
      '### Security',
      '- Never said',
    ].join('\n')
    expect(headlineOf(notes)).toBe('Export as CSV for a &amp; b pages; Faster sync; The login & logout')
  })

  it('are the first three points where nothing is sorted', () => {
    expect(headlineOf('Words before.\n\n- a\n- b\n\nmore\n\n- c\n- d\n')).toBe('a; b; c')
  })

  it('leave out what stands below a point, and cut one that is long', () => {
    expect(headlineOf('- a\n  goes on\n  - below\n\n  ```\n  code\n  ```\n')).toBe('a goes on')
    expect(headlineOf(`- ${'word '.repeat(60)}`)).toMatch(/^word( word){18}\.\.\.$/)
  })

  it.each(['', 'Only prose.', '### Added\n\n### Fixed\n', '- ![picture](x.png)\n', '-\n'])(
    'are none in %j',
    (notes) => {
      expect(headlineOf(notes)).toBeUndefined()
    },
  )
})
