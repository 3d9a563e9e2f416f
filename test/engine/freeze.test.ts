import { describe, expect, it } from 'vitest'
import { type Freeze, freezeAt } from '../../src/engine/freeze.ts'

const PARIS = 'Europe/Paris'
const evening: Freeze = { name: 'evening', days: [5], from: 16 * 60, to: 24 * 60 }
const night: Freeze = { name: 'night', days: [6], from: 22 * 60, to: 6 * 60 }
const wholeFriday: Freeze = { name: 'friday', days: [5], from: 0, to: 24 * 60 }

function at(freezes: readonly Freeze[], when: string, zone = PARIS) {
  const frozen = freezeAt(freezes, Date.parse(when), zone)
  return frozen && `${frozen.name} until ${new Date(frozen.until).toISOString()}`
}

describe('a weekly freeze', () => {
  // 2026-11-27 is a Friday.
  it.each([
    ['2026-11-27T15:59:59.999+01:00', undefined],
    ['2026-11-27T16:00:00+01:00', 'evening until 2026-11-27T23:00:00.000Z'],
    ['2026-11-27T23:59:59.999+01:00', 'evening until 2026-11-27T23:00:00.000Z'],
    ['2026-11-28T00:00:00+01:00', undefined],
    ['2026-11-26T18:00:00+01:00', undefined],
    // Summer time: an hour earlier by the clock of the world, the same by the clock on the wall.
    ['2026-07-03T16:00:00+02:00', 'evening until 2026-07-03T22:00:00.000Z'],
    ['2026-07-03T15:59:00+02:00', undefined],
  ])('from 16:00 to the end of the day: %s', (when, frozen) => {
    expect(at([evening], when)).toBe(frozen)
  })

  it.each([
    // Saturday to Sunday, the clock goes back at 03:00 on 2026-10-25 ...
    ['2026-10-24T21:59:59+02:00', undefined],
    ['2026-10-24T22:00:00+02:00', 'night until 2026-10-25T05:00:00.000Z'],
    ['2026-10-25T02:30:00+02:00', 'night until 2026-10-25T05:00:00.000Z'],
    ['2026-10-25T02:30:00+01:00', 'night until 2026-10-25T05:00:00.000Z'],
    ['2026-10-25T05:59:59+01:00', 'night until 2026-10-25T05:00:00.000Z'],
    ['2026-10-25T06:00:00+01:00', undefined],
    // ... and forward at 02:00 on 2027-03-28: that night is an hour shorter.
    ['2027-03-27T22:00:00+01:00', 'night until 2027-03-28T04:00:00.000Z'],
    ['2027-03-28T05:59:59+02:00', 'night until 2027-03-28T04:00:00.000Z'],
    ['2027-03-28T06:00:00+02:00', undefined],
    // Sunday evening is another night.
    ['2026-10-25T23:00:00+01:00', undefined],
  ])('over midnight: %s', (when, frozen) => {
    expect(at([night], when)).toBe(frozen)
  })

  it('is not made up for on the day after one that the zone skipped', () => {
    // Samoa had no Friday 2011-12-30.
    expect(at([wholeFriday], '2011-12-29T23:59:00-10:00', 'Pacific/Apia')).toBeUndefined()
    expect(at([wholeFriday], '2011-12-31T00:00:00+14:00', 'Pacific/Apia')).toBeUndefined()
    expect(at([wholeFriday], '2012-01-06T00:00:00+14:00', 'Pacific/Apia')).toBe(
      'friday until 2012-01-06T10:00:00.000Z',
    )
  })
})

describe('freezes', () => {
  const once: Freeze = {
    name: 'deadline',
    since: Date.parse('2026-11-27T12:00:00Z'),
    until: Date.parse('2026-11-28T12:00:00Z'),
  }

  it('once are on from their beginning and not at their end', () => {
    expect(at([once], '2026-11-27T11:59:59.999Z')).toBeUndefined()
    expect(at([once], '2026-11-27T12:00:00Z')).toBe('deadline until 2026-11-28T12:00:00.000Z')
    expect(at([once], '2026-11-28T12:00:00Z')).toBeUndefined()
  })

  it('of which several are on last as long as the longest, in any order', () => {
    for (const freezes of [
      [evening, once],
      [once, evening],
    ])
      expect(at(freezes, '2026-11-27T17:00:00Z')).toBe('deadline until 2026-11-28T12:00:00.000Z')
  })

  it('of which there are none hold nothing', () => {
    expect(at([], '2026-11-27T17:00:00Z')).toBeUndefined()
  })
})
