import { describe, expect, it } from 'vitest'
import { formatDuration, formatSpan, formatTime, isoDate } from '../../src/notify/time.ts'

const paris = (now: number) => ({ timeZone: 'Europe/Paris', now })
const at = (text: string) => Date.parse(text)

describe('times in the zone of the team', () => {
  it.each([
    ['2026-11-23T13:32:00Z', '2026-11-23T22:00:00Z', '14:32'],
    ['2026-07-01T13:32:00Z', '2026-07-01T14:00:00Z', '15:32'],
    ['2026-11-23T23:30:00Z', '2026-11-23T23:40:00Z', '00:30'],
    ['2026-11-23T13:32:00Z', '2026-11-23T23:40:00Z', '23 Nov 14:32'],
    ['2025-12-31T23:30:00Z', '2026-11-23T12:00:00Z', '1 Jan 00:30'],
    ['2025-06-01T10:00:00Z', '2026-11-23T12:00:00Z', '1 Jun 2025 12:00'],
    // The night when clocks go back has two 02:30: both are shown as the wall shows them.
    ['2026-10-25T00:30:00Z', '2026-10-25T01:00:00Z', '02:30'],
    ['2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z', '02:30'],
  ])('%s seen at %s is %s', (moment, now, words) => {
    expect(formatTime(at(moment), paris(at(now)))).toBe(words)
  })

  it('dates are those of the zone', () => {
    expect(isoDate(at('2026-11-23T23:30:00Z'), 'Europe/Paris')).toBe('2026-11-24')
  })
})

describe('durations', () => {
  it.each([
    [0, '0h00m'],
    [59_999, '0h00m'],
    [65 * 60_000, '1h05m'],
    [26 * 3_600_000, '26h00m'],
  ])('%i ms down is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })

  it.each([
    [2_000, '2 s'],
    [420_000, '7 min'],
    [4 * 3_600_000, '4 h'],
    [2.5 * 3_600_000, '2 h 30 min'],
    [72 * 3_600_000, '3 d'],
  ])('%i ms is spoken as %s', (ms, words) => {
    expect(formatSpan(ms)).toBe(words)
  })
})
