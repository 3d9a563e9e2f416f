import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../../src/engine/working-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const ZONES = [
  'Europe/Paris',
  'America/Santiago',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Africa/Casablanca',
  'UTC',
] as const

const settings = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 2 }),
    country: fc.constantFrom(undefined, 'FR', 'DE', 'CL', 'EG'),
    closed: fc.constantFrom([], ['2026-10-26', '2026-10-27'], ['2027-03-28']),
  })
  .map(({ hours, ...rest }) => ({ ...rest, from: Math.min(...hours), to: Math.max(...hours) }))

/** Any instant of two years, and as often one near a change of the clock. */
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }),
  fc
    .tuple(
      fc.constantFrom('2026-03-29', '2026-04-05', '2026-04-24', '2026-09-06', '2026-10-25', '2027-03-28'),
      fc.integer({ min: -48 * 60, max: 48 * 60 }),
    )
    .map(([day, minutes]) => Date.parse(day) + minutes * MINUTE),
)
const length = fc.oneof(
  fc.integer({ min: 1, max: 60 * HOUR }),
  fc.integer({ min: 1, max: 48 }).map((n) => n * HOUR),
)

/** An hour a day at least, so that a span ends within some months. */
const roomy = settings.filter(({ from, to }) => to - from >= 60)

describe('working time', () => {
  it('what passes until the end of a span is the span', () => {
    fc.assert(
      fc.property(roomy, instant, length, (hours, at, working) => {
        const calendar = createCalendar(hours)
        const end = calendar.after(at, { working })
        expect(calendar.between(at, end)).toBe(working)
        expect(calendar.isWorking(end - 1)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('a later beginning or a longer span never ends earlier', () => {
    fc.assert(
      fc.property(roomy, instant, length, fc.nat(50 * HOUR), (hours, at, working, more) => {
        const calendar = createCalendar(hours)
        const end = calendar.after(at, { working })
        expect(calendar.after(at + more, { working })).toBeGreaterThanOrEqual(end)
        expect(calendar.after(at, { working: working + more })).toBeGreaterThanOrEqual(end + more)
      }),
      { numRuns: 150 },
    )
  })

  it('adds up', () => {
    fc.assert(
      fc.property(settings, fc.tuple(instant, instant, instant), (hours, instants) => {
        const { between } = createCalendar(hours)
        const [first = 0, second = 0, third = 0] = instants.toSorted((a, b) => a - b)
        expect(between(first, second) + between(second, third)).toBe(between(first, third))
      }),
      { numRuns: 40 },
    )
  })
})
