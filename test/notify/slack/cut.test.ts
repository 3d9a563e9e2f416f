import { expect, test } from 'vitest'
import { cut, cutPlain } from '../../../src/notify/slack/limits.ts'

test.each([
  ['fits', 10, 'fits'],
  ['Docmost is down again', 16, 'Docmost is down…'],
  ['abcdefghij', 5, 'abcd…'],
  ['a < b', 5, 'a…'],
  ['a < b', 8, 'a &lt; b'],
  ['&&&&', 9, '&amp;…'],
])('%j in %d characters is %j', (text, max, expected) => {
  expect(cut(text, max)).toBe(expected)
})

test('a pair of surrogates is never torn', () => {
  expect(cutPlain('ab\u{1F600}cd', 4)).toBe('ab…')
})
