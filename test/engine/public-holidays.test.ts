import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { hasRegion } from '../../src/engine/public-holidays.ts'
import { configOf, demo } from '../config/reading.ts'

/** A process of its own: in this one another test may have asked already. */
const ASKING = `
  import { createRequire } from 'node:module'
  import { createPublicHolidays } from './src/engine/public-holidays.ts'
  const { cache } = createRequire(import.meta.url)
  const loaded = () => Object.keys(cache).some((path) => path.includes('date-holidays'))
  const publicHoliday = createPublicHolidays('FR')
  console.log(JSON.stringify([loaded(), publicHoliday('2026-11-11'), loaded()]))
`

it('the days of the world are read at the first question, not at start', () => {
  expect(configOf(demo).team.workingHours.country).toBe('FR')
  const asked = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', ASKING])
  expect(JSON.parse(asked.toString())).toEqual([false, 'Armistice Day', true])
})

it('a region is one of its own country', () => {
  expect([hasRegion('DE', 'BY'), hasRegion('FR', '57'), hasRegion('FR', 'BY'), hasRegion('MC', '1')]).toEqual(
    [true, true, false, false],
  )
})
