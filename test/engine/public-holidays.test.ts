import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { createPublicHolidays, hasRegion } from '../../src/engine/public-holidays.ts'
import { configOf, demo } from '../config/reading.ts'

const { cache } = createRequire(import.meta.url)

function loaded(): boolean {
  return Object.keys(cache).some((path) => path.includes('date-holidays'))
}

it('the days of the world are read at the first question, not at start', () => {
  expect(configOf(demo).team.workingHours.country).toBe('FR')
  const publicHoliday = createPublicHolidays('FR')
  expect(loaded()).toBe(false)
  expect(publicHoliday('2026-11-11')).toBe('Armistice Day')
  expect(loaded()).toBe(true)
})

it('a region is one of its own country', () => {
  expect([hasRegion('DE', 'BY'), hasRegion('FR', '57'), hasRegion('FR', 'BY'), hasRegion('MC', '1')]).toEqual(
    [true, true, false, false],
  )
})
