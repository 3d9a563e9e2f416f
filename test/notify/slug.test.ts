import { expect, test } from 'vitest'
import { slug } from '../../src/notify/slug.ts'

test.each([
  ['Docmost is down!', 'docmost-is-down'],
  ['  Élève: déjà là ', 'eleve-deja-la'],
  ['../../etc/passwd', 'etc-passwd'],
  ['???', 'incident'],
  ['', 'incident'],
])('%s becomes %s', (title, name) => expect(slug(title)).toBe(name))

test('a long title is cut, not in front of a dash', () => {
  expect(slug(`${'a'.repeat(59)} bcd`)).toBe('a'.repeat(59))
})
