import { expect, test } from 'vitest'
import type { Remembered } from '../../../src/sync/book.ts'
import { isIdentical } from '../../../src/sync/rows/look.ts'
import { cause } from './told.ts'

const MINUTE = 60_000
const before: Remembered = { fingerprint: 'f', at: 0 }
const through = cause('capacity', { through: 'intervention:17' })

test('the same content within five minutes is no news', () => {
  expect(isIdentical({ before, causes: [cause('updated')] }, 'f', MINUTE)).toBe(true)
  expect(isIdentical({ before, causes: [cause('updated')] }, 'other', MINUTE)).toBe(false)
  expect(isIdentical({ before, causes: [cause('updated')] }, 'f', 6 * MINUTE)).toBe(false)
  expect(isIdentical({ before: undefined, causes: [cause('updated')] }, 'f', MINUTE)).toBe(false)
})

test('what used up hours that were told without it is news, and once', () => {
  const unexplained = { ...before, over: true, unexplained: true }
  expect(isIdentical({ before: unexplained, causes: [through] }, 'f', MINUTE)).toBe(false)
  expect(isIdentical({ before: unexplained, causes: [cause('linked')] }, 'f', MINUTE)).toBe(true)
  const explained = { ...unexplained, unexplained: false }
  expect(isIdentical({ before: explained, causes: [through] }, 'f', MINUTE)).toBe(true)
})
