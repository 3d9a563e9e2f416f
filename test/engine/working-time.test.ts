import { describe, expect, it } from 'vitest'
import { type CalendarSettings, createCalendar, opensEveryYear } from '../../src/engine/working-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const paris: CalendarSettings = {
  timeZone: 'Europe/Paris',
  days: [1, 2, 3, 4, 5],
  from: 9 * 60,
  to: 18 * 60,
  country: 'FR',
  closed: ['2026-12-24'],
}
const calendar = createCalendar(paris)
const allDay = { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 24 * 60, closed: [] }

function ends(start: string, hours: number, { after } = calendar): string {
  return iso(after(Date.parse(start), { working: hours * HOUR }))
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(':00.000Z', 'Z')
}

function worked(start: string, end: string, { between } = calendar): number {
  return between(Date.parse(start), Date.parse(end)) / HOUR
}

describe('a span', () => {
  it('elapsed is counted day and night', () => {
    expect(calendar.after(Date.parse('2026-11-20T17:00Z'), 4 * HOUR)).toBe(Date.parse('2026-11-20T21:00Z'))
  })

  it.each([
    ['within a day', '2026-11-24T09:00Z', 4, '2026-11-24T13:00Z'],
    ['ends with the day, not on the next', '2026-11-24T13:00Z', 4, '2026-11-24T17:00Z'],
    ['goes on the next day', '2026-11-24T15:00Z', 4, '2026-11-25T10:00Z'],
    ['begins in the night', '2026-11-24T02:00Z', 4, '2026-11-24T12:00Z'],
    ['begins in the evening', '2026-11-24T20:00Z', 4, '2026-11-25T12:00Z'],
    ['goes over a weekend', '2026-11-20T16:00Z', 4, '2026-11-23T11:00Z'],
    ['begins on a Sunday', '2026-11-22T10:00Z', 4, '2026-11-23T12:00Z'],
    ['of 24 hours takes nearly three days', '2026-11-24T08:00Z', 24, '2026-11-26T14:00Z'],
    ['begins on 14 July', '2026-07-14T10:00Z', 4, '2026-07-15T11:00Z'],
    ['begins on 11 November', '2026-11-11T10:00Z', 4, '2026-11-12T12:00Z'],
    ['begins on Easter Monday', '2026-04-06T10:00Z', 4, '2026-04-07T11:00Z'],
    ['goes over 11 November', '2026-11-10T16:00Z', 4, '2026-11-12T11:00Z'],
    ['goes over Easter', '2026-04-03T15:00Z', 4, '2026-04-07T10:00Z'],
    ['goes over Christmas with the day that the team is closed', '2026-12-23T16:00Z', 4, '2026-12-28T11:00Z'],
    ['of nothing ends where it begins', '2026-11-22T10:00Z', 0, '2026-11-22T10:00Z'],
  ])('%s', (_what, start, hours, end) => {
    expect(ends(start, hours)).toBe(end)
  })

  it('of working time is the same in milliseconds', () => {
    const at = Date.parse('2026-11-24T08:00:00.123Z')
    expect(calendar.after(at, { working: 7 })).toBe(at + 7)
  })
})

describe('daylight saving', () => {
  it.each([
    ['autumn in Paris', '2026-10-23T15:00Z', 4, '2026-10-26T11:00Z'],
    ['spring in Paris, with Easter Monday', '2027-03-26T16:00Z', 4, '2027-03-30T10:00Z'],
  ])('a span over a weekend in %s keeps to the wall', (_what, start, hours, end) => {
    expect(ends(start, hours)).toBe(end)
  })

  it.each([
    ['autumn', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 25],
    ['spring', '2027-03-27T23:00Z', '2027-03-28T22:00Z', 23],
  ])('a working day that contains the change in %s', (_what, midnight, next, hours) => {
    const always = createCalendar({ timeZone: 'Europe/Paris', ...allDay })
    expect(worked(midnight, next, always)).toBe(hours)
    expect(ends(midnight, hours, always)).toBe(next)
    expect(ends(midnight, hours + 1, always)).toBe(iso(Date.parse(next) + HOUR))
  })

  it('hours around the change: 01:00 to 04:00 are four hours in autumn, two in spring', () => {
    const early = createCalendar({ timeZone: 'Europe/Paris', ...allDay, from: 60, to: 240 })
    expect(worked('2026-10-25T00:00+02:00', '2026-10-25T12:00+01:00', early)).toBe(4)
    expect(worked('2027-03-28T00:00+01:00', '2027-03-28T12:00+02:00', early)).toBe(2)
  })

  it('hours that begin in what the clock skips begin as long after the change', () => {
    const early = createCalendar({ timeZone: 'Europe/Paris', ...allDay, from: 150, to: 300 })
    expect(worked('2027-03-28T00:00+01:00', '2027-03-28T12:00+02:00', early)).toBe(1.5)
    const skipped = createCalendar({ timeZone: 'Europe/Paris', ...allDay, from: 150, to: 180 })
    expect(worked('2027-03-28T00:00+01:00', '2027-03-28T12:00+02:00', skipped)).toBe(0)
  })

  it('a zone where midnight is skipped or comes twice', () => {
    const santiago = createCalendar({ timeZone: 'America/Santiago', ...allDay })
    // Saturday 5 September 2026 ends at 24:00, which the clock shows as 01:00 of Sunday.
    expect(worked('2026-09-06T00:00-04:00', '2026-09-07T00:00-03:00', santiago)).toBe(23)
    expect(santiago.isWorking(Date.parse('2026-09-06T04:00Z'))).toBe(true)
    // On Saturday 4 April 2026 the hour before midnight comes twice.
    expect(worked('2026-04-04T00:00-03:00', '2026-04-05T00:00-04:00', santiago)).toBe(25)
    const sundays = createCalendar({ timeZone: 'America/Santiago', ...allDay, days: [7] })
    expect(iso(sundays.after(Date.parse('2026-09-05T12:00Z'), { working: HOUR }))).toBe('2026-09-06T05:00Z')
  })

  it('a zone that skipped a whole day did not work on it', () => {
    const apia = createCalendar({ timeZone: 'Pacific/Apia', ...allDay, from: 540, to: 1080 })
    expect(worked('2011-12-29T00:00-10:00', '2012-01-01T00:00+14:00', apia)).toBe(18)
  })
})

describe('the calendar', () => {
  it.each([
    ['2026-07-14', 'Bastille Day'],
    ['2026-11-11', 'Armistice Day'],
    ['2026-04-06', 'Easter Monday'],
    ['2027-03-29', 'Easter Monday'],
    ['2026-12-24', 'closed'],
    ['2026-11-23', undefined],
    ['2026-04-03', undefined],
    ['2026-05-31', undefined],
  ])('%s in France: %s', (date, name) => {
    expect(calendar.holidayOn(date)).toBe(name)
  })

  it('a region has days of its own', () => {
    const moselle = createCalendar({ ...paris, region: '57' })
    expect([moselle.holidayOn('2026-04-03'), moselle.holidayOn('2026-12-26')]).toEqual([
      'Good Friday',
      'Boxing Day',
    ])
  })

  it('a holiday of several days that begins at sunset is those days', () => {
    const dubai = createCalendar({ ...paris, country: 'AE' })
    const days = ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23']
    expect(days.filter((date) => dubai.holidayOn(date) !== undefined)).toEqual(days.slice(1, 4))
  })

  it('without a country there are no public holidays', () => {
    const { country: _, ...nowhere } = paris
    expect(createCalendar(nowhere).holidayOn('2026-07-14')).toBeUndefined()
  })

  it.each([
    ['2026-11-24T07:59:59.999Z', false],
    ['2026-11-24T08:00Z', true],
    ['2026-11-24T16:59:59.999Z', true],
    ['2026-11-24T17:00Z', false],
    ['2026-11-21T10:00Z', false],
    ['2026-11-11T10:00Z', false],
  ])('%s is working time: %s', (at, working) => {
    expect(calendar.isWorking(Date.parse(at))).toBe(working)
  })

  it('counts the working time between two instants', () => {
    expect(worked('2026-11-20T16:00Z', '2026-11-23T09:30Z')).toBe(2.5)
    expect(worked('2026-11-23T09:30Z', '2026-11-20T16:00Z')).toBe(0)
    expect(worked('2026-11-21T09:30Z', '2026-11-22T16:00Z')).toBe(0)
  })
})

describe('hours that never open', () => {
  const year = Array.from({ length: 372 }, (_, n) =>
    new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10),
  )

  it.each([
    ['no day', { days: [] }],
    ['no minute', { from: 600, to: 600 }],
    ['the wrong way round', { from: 1080, to: 540 }],
    ['a year of closed days', { closed: year }],
    ['a year of closed Mondays', { days: [1], closed: year }],
  ])('are refused: %s', (_what, change) => {
    expect(opensEveryYear({ ...paris, ...change })).toBe(false)
    expect(() => createCalendar({ ...paris, ...change })).toThrow('a whole year without a working minute')
  })

  it('half a year of closed days is a long holiday', () => {
    const closed = year.slice(0, 180)
    expect(opensEveryYear({ ...paris, closed })).toBe(true)
    expect(ends('2026-12-31T10:00Z', 8, createCalendar({ ...paris, closed }))).toBe('2027-06-30T08:00Z')
  })

  it('a zone that does not exist is refused', () => {
    expect(() => createCalendar({ ...paris, timeZone: 'Europe/Pari' })).toThrow(
      'Europe/Pari is not a time zone',
    )
  })
})
