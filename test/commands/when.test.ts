import { describe, expect, it } from 'vitest'
import { isOver, lastTimeAt, nextTimeAt } from '../../src/commands/when.ts'
import { isDate } from '../../src/notify/form.ts'

const PARIS = 'Europe/Paris'

function last(text: string, now: string): string | undefined {
  return iso(lastTimeAt(text, Date.parse(now), PARIS))
}

function next(text: string, now: string): string | undefined {
  return iso(nextTimeAt(text, Date.parse(now), PARIS))
}

function iso(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString().replace(/:00\.000Z$/, 'Z')
}

describe('the last time when the clock showed', () => {
  it.each([
    ['a time of today', '14:20', '2026-11-23T13:32Z', '2026-11-23T13:20Z'],
    ['this minute', '14:32', '2026-11-23T13:32Z', '2026-11-23T13:32Z'],
    ['with one digit', '9:05', '2026-11-23T13:32Z', '2026-11-23T08:05Z'],
    ['before midnight, said after it', '23:50', '2026-11-23T23:10Z', '2026-11-23T22:50Z'],
    ['later than now, so yesterday', '14:40', '2026-11-23T13:32Z', '2026-11-22T13:40Z'],
    ['a time that came twice, said after both', '02:30', '2026-10-25T08:00Z', '2026-10-25T01:30Z'],
    ['a time that came twice, said between them', '02:40', '2026-10-25T01:10Z', '2026-10-25T00:40Z'],
    ['yesterday, over the change', '20:00', '2026-10-25T12:00Z', '2026-10-24T18:00Z'],
    ['a time that the clock skipped, as long after it', '02:30', '2027-03-28T08:00Z', '2027-03-28T01:30Z'],
  ])('%s', (_what, text, now, at) => {
    expect(last(text, now)).toBe(at)
  })

  it.each(['', 'the', '24:00', '14:60', '14h20', '14:2', '14:20:00', '-1:00', '١٤:٢٠'])(
    '%j is no time',
    (text) => {
      expect(last(text, '2026-11-23T13:32Z')).toBeUndefined()
    },
  )
})

describe('the next time', () => {
  it.each([
    ['today', '18:00', '2026-11-23T13:32Z', '2026-11-23T17:00Z'],
    ['this minute is over: tomorrow', '14:32', '2026-11-23T13:32Z', '2026-11-24T13:32Z'],
    ['earlier in the day: tomorrow', '9:00', '2026-11-23T13:32Z', '2026-11-24T08:00Z'],
    ['tomorrow, over the change', '18:00', '2026-10-24T20:00Z', '2026-10-25T17:00Z'],
    ['a time that comes twice: the first', '02:30', '2026-10-24T20:00Z', '2026-10-25T00:30Z'],
    ['a time that comes twice, between them: the second', '02:30', '2026-10-25T00:45Z', '2026-10-25T01:30Z'],
    ['a day and a time', '2026-11-25 9:00', '2026-11-23T13:32Z', '2026-11-25T08:00Z'],
    ['however it is spaced', ' 2026-11-25   09:00 ', '2026-11-23T13:32Z', '2026-11-25T08:00Z'],
    ['a day that is over', '2026-11-20 09:00', '2026-11-23T13:32Z', '2026-11-20T08:00Z'],
    ['a day: its end', '2026-11-25', '2026-11-23T13:32Z', '2026-11-25T22:59:59.999Z'],
  ])('%s', (_what, text, now, at) => {
    expect(next(text, now)).toBe(at)
  })

  it.each(['', 'tomorrow', '2026-02-30', '2026-02-30 09:00', '18:00 sharp', '25-11-2026'])(
    '%j is none',
    (text) => {
      expect(next(text, '2026-11-23T13:32Z')).toBeUndefined()
    },
  )
})

describe('a date', () => {
  it.each([
    ['2026-12-01', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['tomorrow', false],
  ])('%s: %s', (text, real) => {
    expect(isDate(text)).toBe(real)
  })

  it('is over when its last hour is, on the clock of the team', () => {
    expect(isOver('2026-11-23', Date.parse('2026-11-23T22:59Z'), PARIS)).toBe(false)
    expect(isOver('2026-11-23', Date.parse('2026-11-23T23:00Z'), PARIS)).toBe(true)
  })
})
