import { expect, it } from 'vitest'
import { nextFreeze } from '../../src/engine/next-freeze.ts'

/** Monday, 14:32 in Paris. */
const NOW = Date.UTC(2026, 10, 23, 13, 32)
const FRIDAY = { name: 'Friday', days: [5], from: 16 * 60, to: 24 * 60 }
const next = (freezes: Parameters<typeof nextFreeze>[0], at = NOW) => nextFreeze(freezes, at, 'Europe/Paris')

it('is the first one that begins later, weekly or once', () => {
  expect(next([FRIDAY])).toEqual({ name: 'Friday', since: Date.UTC(2026, 10, 27, 15) })
  const courses = { name: 'courses', since: NOW + 1, until: NOW + 2 }
  expect(next([FRIDAY, courses])).toEqual({ name: 'courses', since: NOW + 1 })
  expect(next([courses], NOW + 1)).toBeUndefined()
  expect(next([])).toBeUndefined()
})

it('is a week later once it began, over the change of the clocks too', () => {
  expect(next([FRIDAY], Date.UTC(2026, 9, 23, 14))).toEqual({
    name: 'Friday',
    since: Date.UTC(2026, 9, 30, 15),
  })
})
