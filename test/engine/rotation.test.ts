import fc from 'fast-check'
import { RecurrenceRule } from 'node-schedule'
import { describe, expect, it } from 'vitest'
import { nextHandover, type Override, onCallAt, type RotationSettings } from '../../src/engine/rotation.ts'

const HOUR = 60 * 60_000
const WEEK = 7 * 24 * HOUR

const alone: RotationSettings = {
  timeZone: 'Europe/Paris',
  primary: 'corentin',
  backup: 'yan',
  handover: { weekday: 1, minute: 540 },
}
const three: RotationSettings = {
  ...alone,
  primary: 'ludo',
  backup: 'corentin',
  rotation: { people: ['corentin', 'yan', 'nadia'], first: '2026-10-12' },
}
const sundayNight = { weekday: 7, minute: 150 }

function who(settings: RotationSettings, at: string, overrides: readonly Override[] = []): string {
  const { primary, backup } = onCallAt(settings, Date.parse(at), overrides)
  return `${primary}, ${backup}`
}

function handoverAfter(settings: RotationSettings, at: string): string {
  return new Date(nextHandover(settings, Date.parse(at))).toISOString()
}

function standIn(
  role: Override['role'],
  person: string,
  from = '2026-11-10T00:00Z',
  until = '2026-11-12T00:00Z',
) {
  return { role, person, from: Date.parse(from), until: Date.parse(until) }
}

describe('who is on call', () => {
  it('without a rotation, always the same two', () => {
    expect(who(alone, '2026-11-24T10:00Z')).toBe('corentin, yan')
  })

  it.each([
    ['before it begins, the fixed two', '2026-10-12T06:59:59.999Z', 'ludo, corentin'],
    ['at its first handover, the first of the list', '2026-10-12T07:00Z', 'corentin, yan'],
    ['until the last moment of the week', '2026-10-19T06:59:59.999Z', 'corentin, yan'],
    ['then the second', '2026-10-19T07:00Z', 'yan, nadia'],
    ['the week of the autumn change is an hour longer', '2026-10-26T07:30Z', 'yan, nadia'],
    ['and ends at nine all the same', '2026-10-26T08:00Z', 'nadia, corentin'],
    ['after the last, the first again', '2026-11-02T08:00Z', 'corentin, yan'],
    ['just before the end of the week of the spring change', '2027-03-29T06:59Z', 'nadia, corentin'],
    ['which is an hour shorter', '2027-03-29T07:00Z', 'corentin, yan'],
  ])('a rotation: %s', (_what, at, people) => {
    expect(who(three, at)).toBe(people)
  })

  it.each([
    ['a Sunday: the Monday after', '2026-10-11', 'corentin, yan'],
    ['the Monday itself', '2026-10-12', 'corentin, yan'],
    ['the Tuesday after: only a week later', '2026-10-13', 'ludo, corentin'],
  ])('begins with the handover on its first day or after it: %s', (_what, first, people) => {
    const rotation = { people: ['corentin', 'yan', 'nadia'], first }
    expect(who({ ...three, rotation }, '2026-10-12T07:00Z')).toBe(people)
  })

  it('a handover that the clock skips takes place as long after the change; one that comes twice, at the first', () => {
    const rotation = { people: ['corentin', 'yan'], first: '2026-10-18' }
    const settings = { ...alone, handover: sundayNight, rotation }
    expect(who(settings, '2026-10-25T00:29Z')).toBe('corentin, yan')
    expect(who(settings, '2026-10-25T00:30Z')).toBe('yan, corentin')
    expect(who(settings, '2026-10-25T01:29Z')).toBe('yan, corentin')
    expect(who(settings, '2027-03-28T01:29Z')).toBe('corentin, yan')
    expect(who(settings, '2027-03-28T01:30Z')).toBe('yan, corentin')
  })
})

describe('overrides', () => {
  const noon = '2026-11-11T12:00Z'

  it.each([
    ['somebody stands in', [standIn('primary', 'ludo')], 'ludo, nadia'],
    ['not before', [standIn('primary', 'ludo', '2026-11-11T12:01Z')], 'yan, nadia'],
    ['no more at the end', [standIn('primary', 'ludo', '2026-11-10T00:00Z', noon)], 'yan, nadia'],
    [
      'the latest of a role counts',
      [standIn('backup', 'ludo'), standIn('backup', 'corentin')],
      'yan, corentin',
    ],
    ['each role has its own', [standIn('primary', 'ludo'), standIn('backup', 'corentin')], 'ludo, corentin'],
    ['two may change places', [standIn('primary', 'nadia'), standIn('backup', 'yan')], 'nadia, yan'],
    [
      'the backup stands in: the next in turn is the backup',
      [standIn('primary', 'nadia')],
      'nadia, corentin',
    ],
    ['the primary is made backup', [standIn('backup', 'yan')], 'corentin, yan'],
    [
      'one for both: the later role is theirs',
      [standIn('primary', 'ludo'), standIn('backup', 'ludo')],
      'corentin, ludo',
    ],
    ['or this way round', [standIn('backup', 'ludo'), standIn('primary', 'ludo')], 'ludo, corentin'],
    ['who is on call anyway changes nothing', [standIn('primary', 'yan')], 'yan, nadia'],
  ])('%s', (_what, overrides, people) => {
    expect(who(three, noon, overrides)).toBe(people)
  })

  it('of two people the other is free, replaced or not', () => {
    expect(who(alone, noon, [standIn('primary', 'yan')])).toBe('yan, corentin')
    expect(who(alone, noon, [standIn('backup', 'corentin')])).toBe('yan, corentin')
  })

  it('never make one person both', () => {
    const person = fc.constantFrom('corentin', 'yan', 'nadia', 'ludo', 'somebody')
    const override = fc.record({
      role: fc.constantFrom('primary' as const, 'backup' as const),
      person,
      from: fc.integer({ min: 0, max: 10 }),
      until: fc.integer({ min: 5, max: 15 }),
    })
    const people = fc.uniqueArray(person, { minLength: 2 })
    fc.assert(
      fc.property(fc.array(override), people, fc.boolean(), fc.nat(15), (overrides, list, rotates, at) => {
        const [primary = '', backup = ''] = list
        const rotation = rotates ? { people: list, first: '1969-01-01' } : undefined
        const { timeZone, handover } = alone
        const onCall = onCallAt({ timeZone, handover, primary, backup, rotation }, at, overrides)
        expect(onCall.primary).not.toBe(onCall.backup)
      }),
    )
  })
})

describe('the next handover', () => {
  it.each([
    ['in the week', '2026-11-25T12:00Z', '2026-11-30T08:00:00.000Z'],
    ['a moment before', '2026-11-30T07:59:59.999Z', '2026-11-30T08:00:00.000Z'],
    ['at a handover: the one after', '2026-11-30T08:00:00.000Z', '2026-12-07T08:00:00.000Z'],
    ['later that day', '2026-11-30T20:00Z', '2026-12-07T08:00:00.000Z'],
    ['over the autumn change', '2026-10-19T07:00Z', '2026-10-26T08:00:00.000Z'],
    ['over the spring change', '2027-03-22T08:00Z', '2027-03-29T07:00:00.000Z'],
  ])('%s', (_what, at, next) => {
    expect(handoverAfter(alone, at)).toBe(next)
  })

  const night = { ...alone, handover: sundayNight }

  it('at a minute that comes twice is the first, once', () => {
    expect(handoverAfter(night, '2026-10-24T10:00Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(handoverAfter(night, '2026-10-25T00:30Z')).toBe('2026-11-01T01:30:00.000Z')
  })

  it('at a minute that is skipped is as long after the change', () => {
    expect(handoverAfter(night, '2027-03-25T10:00Z')).toBe('2027-03-28T01:30:00.000Z')
    expect(handoverAfter(night, '2027-03-28T01:30Z')).toBe('2027-04-04T00:30:00.000Z')
  })

  it('why the rule is not asked for the minute: node-schedule takes one twice and leaves the other out', () => {
    const rule = new RecurrenceRule()
    rule.dayOfWeek = 0
    rule.hour = 2
    rule.minute = 30
    rule.tz = 'Europe/Paris'
    const next = (at: string) => rule.nextInvocationDate(new Date(at)).toISOString()
    expect(next('2026-10-25T00:30:00Z')).toBe('2026-10-25T01:30:00.000Z')
    expect(next('2027-03-25T10:00:00Z')).toBe('2027-04-04T00:30:00.000Z')
  })

  it('is when the people change, in every zone and every week of two years', () => {
    const zone = fc.constantFrom(
      'Europe/Paris',
      'America/Santiago',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Asia/Beirut',
    )
    const handover = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), minute: fc.nat(1439) })
    const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) })
    fc.assert(
      fc.property(zone, handover, start, (timeZone, weekly, at) => {
        const rotation = { people: ['corentin', 'yan', 'nadia'], first: '2025-01-01' }
        const settings = { ...three, timeZone, handover: weekly, rotation }
        const next = nextHandover(settings, at)
        expect(next).toBeGreaterThan(at)
        expect(next - at).toBeLessThanOrEqual(WEEK + HOUR)
        expect(onCallAt(settings, next - 1, [])).toEqual(onCallAt(settings, at, []))
        expect(onCallAt(settings, next, []).primary).toBe(onCallAt(settings, at, []).backup)
      }),
      { numRuns: 200 },
    )
  })
})
