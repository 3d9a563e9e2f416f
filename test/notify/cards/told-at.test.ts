import { expect, test } from 'vitest'
import type { Entry } from '../../../src/engine/run.ts'
import { toldAt } from '../../../src/notify/cards/told-at.ts'

const PARIS = { timeZone: 'Europe/Paris' }
const entered = Date.UTC(2026, 10, 23, 14, 10, 30)

function note(at: string, what = 'note', time = entered): Entry {
  return { key: 'k', at: time, by: 'yan', door: 'slack', step: 'triage', kind: 'noted', what, fields: { at } }
}

test('a note happened when it says so: milliseconds, or the time on the clocks of the team', () => {
  expect(toldAt(note('1000'), PARIS)).toBe(1000)
  expect(toldAt(note('15:05'), PARIS)).toBe(Date.UTC(2026, 10, 23, 14, 5))
  expect(toldAt(note('15:10'), PARIS)).toBe(Date.UTC(2026, 10, 23, 14, 10))
})

test('a time that is not reached yet today was yesterday', () => {
  expect(toldAt(note('15:11'), PARIS)).toBe(Date.UTC(2026, 10, 22, 14, 11))
})

test('the clocks were changed in between', () => {
  const afterwards = Date.UTC(2026, 9, 25, 8, 0)
  expect(toldAt(note('01:30', 'note', afterwards), PARIS)).toBe(Date.UTC(2026, 9, 24, 23, 30))
})

test('anything else happened when it was entered', () => {
  expect(toldAt(note('noon'), PARIS)).toBe(entered)
  expect(toldAt(note('15:05', 'checked'), PARIS)).toBe(entered)
})
