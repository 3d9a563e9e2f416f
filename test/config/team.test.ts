import Holidays from 'date-holidays'
import { describe, expect, test } from 'vitest'
import { COUNTRIES } from '../../src/config/team/countries.ts'
import { createCalendar } from '../../src/engine/working-time.ts'
import { configOf, demo, example, faultsWith, least } from './reading.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function teamWith(lines: string) {
  return configOf(demo, `${least}\n${lines}`).team
}

describe('what is left out', () => {
  test('takes the values of the playbook', () => {
    expect(teamWith('')).toMatchObject({
      workingHours: { days: [1, 2, 3, 4, 5], from: 540, to: 1080, closed: [] },
      onCall: { primary: 'corentin', backup: 'yan', handover: { weekday: 1, minute: 540 } },
      nobodyLeadsAfter: 10 * MINUTE,
      issues: {},
      timeline: { reaction: 'pushpin' },
      alerts: { groupWithin: 10 * MINUTE, declare: [] },
      healthChecks: { every: MINUTE, timeout: 10_000, failures: 3, checks: [] },
      runbooks: [],
      postMortems: { dueWithin: 7 * DAY, remindEvery: 2 * DAY, folder: 'docs/post-mortems' },
      patterns: { count: 3, within: 30 * DAY },
      status: { origins: ['*'] },
    })
    expect(teamWith('').workingHours.country).toBeUndefined()
    expect(teamWith('').onCall.rotation).toBeUndefined()
    expect(teamWith('').repository).toBeUndefined()
  })

  test('one key of a part leaves the others as they are', () => {
    expect(teamWith('healthChecks: { failures: 5 }').healthChecks).toMatchObject({
      every: MINUTE,
      failures: 5,
    })
  })
})

describe('the example', () => {
  const { team } = configOf(demo)

  test('has the six runbooks of the playbook', () => {
    expect(team.runbooks.map(({ name, path }) => `${name} ${path}`)).toEqual(
      [
        'docmost-down',
        'baserow-down',
        'disk-full',
        'postgres-corrupted',
        'restore-from-backup',
        'rotate-secrets',
      ].map((name) => `${name} docs/runbooks/runbook-${name}.md`),
    )
  })

  test('has the four health checks that the playbook counts', () => {
    expect(team.healthChecks.checks.map(({ name }) => name)).toEqual([
      'Docmost',
      'Baserow',
      'Bridge',
      'Postgres',
    ])
  })

  test('says the defaults where it says them', () => {
    const { severities, patterns, postMortems, nobodyLeadsAfter, timeline } = team
    expect(teamWith('')).toMatchObject({ severities, patterns, postMortems, nobodyLeadsAfter, timeline })
  })

  test('knows the working hours of the team', () => {
    const calendar = createCalendar({ timeZone: team.timeZone, ...team.workingHours })
    expect(calendar.holidayOn('2026-07-14')).toBe('Bastille Day')
    expect(calendar.holidayOn('2026-12-24')).toBe('closed')
  })

  test('has a rotation that loads when its comment is taken off', () => {
    const lines = example
      .split('\n')
      .map((line) => line.replace(/^ {2}# (?=rotation:| {2}people:| {2}first:)/, '  '))
    const text = lines.join('\n').replace('[corentin, yan, ...]', '[corentin, yan]')
    expect(configOf(demo, text).team.onCall.rotation).toEqual({
      people: ['corentin', 'yan'],
      first: '2027-01-04',
    })
  })
})

describe('working hours', () => {
  test('are days, times and days off', () => {
    const holidays = "{ country: FR, region: 57, closed: ['2026-12-24'] }"
    expect(
      teamWith(`workingHours: { days: [sun, mon, mon], from: '7:30', to: '24:00', holidays: ${holidays} }`)
        .workingHours,
    ).toEqual({ days: [1, 7], from: 450, to: 1440, country: 'FR', region: '57', closed: ['2026-12-24'] })
  })

  test('know the countries that date-holidays knows', () => {
    expect(COUNTRIES).toEqual(Object.keys(new Holidays().getCountries()))
  })

  test.each([
    ['{ days: [] }', 'workingHours.days: is empty; give it a value'],
    ['{ days: [monday] }', 'workingHours.days[0]: must be one of: mon, tue, wed, thu, fri, sat, sun'],
    ['{ from: 9 }', 'workingHours.from: must be a time in quotes, such as "09:00"'],
    ["{ from: '25:00' }", 'workingHours.from: is not a time; write hours and minutes, such as "09:00"'],
    [
      "{ from: '18:00', to: '09:00' }",
      'workingHours.to: is not later than from; the day ends after it begins',
    ],
    [
      '{ holidays: { country: France } }',
      'workingHours.holidays.country: is not a country whose holidays are known; write its two letters, such as FR',
    ],
    ['{ holidays: { region: BY } }', 'workingHours.holidays.region: needs its country too'],
    [
      '{ holidays: { country: FR, region: BY } }',
      'workingHours.holidays.region: is not a region of FR that has holidays of its own; leave it out or correct it',
    ],
    [
      "{ holidays: { closed: ['2026-02-30'] } }",
      'workingHours.holidays.closed[0]: is not a date; write year, month and day, such as 2026-12-24',
    ],
  ])('%s is refused', (hours, fault) => {
    expect(faultsWith(`workingHours: ${hours}`)).toEqual([fault])
  })

  test('that never open for a year are refused', () => {
    const year = Array.from({ length: 372 }, (_, n) =>
      new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10),
    )
    expect(faultsWith(`workingHours: { holidays: { closed: [${year.join(', ')}] } }`)).toEqual([
      'workingHours.holidays.closed: leaves a whole year without a working day; remove some',
    ])
  })
})

describe('on call', () => {
  const onCall = (lines: string) => least.replace(/onCall: .*/, `onCall: ${lines}`)
  const rotation = 'rotation: { people: [ludo, yan, corentin], first: 2027-01-04 }'

  test.each([
    [`{ ${rotation} }`, 'ludo', 'yan'],
    [`{ ${rotation}, primary: corentin }`, 'corentin', 'ludo'],
    [`{ ${rotation}, backup: ludo }`, 'yan', 'ludo'],
    [`{ ${rotation}, primary: yan, backup: corentin }`, 'yan', 'corentin'],
  ])('%s begins with %s and %s', (lines, primary, backup) => {
    const team = configOf(demo, onCall(lines)).team.onCall
    expect(team).toMatchObject({ primary, backup })
    expect(team.rotation).toEqual({ people: ['ludo', 'yan', 'corentin'], first: '2027-01-04' })
  })

  test.each([
    ['monday 09:00', 1, 540],
    ['Sunday 0:00', 7, 0],
    ['friday  23:59', 5, 1439],
  ])('the handover is %s', (text, weekday, minute) => {
    const { handover } = configOf(demo, onCall(`{ primary: yan, backup: ludo, handover: ${text} }`)).team
      .onCall
    expect(handover).toEqual({ weekday, minute })
  })
})

describe('faults of the other parts', () => {
  test.each([
    [
      'repository: formation-hub',
      'repository: is not a repository; write its owner and name, such as acadenice/formation-hub',
    ],
    [
      'timeline: { reaction: ":pushpin:" }',
      'timeline.reaction: is not a reaction; write its name without colons',
    ],
    [
      'alerts: { declare: [{ as: sev1 }] }',
      'alerts.declare[0]: would declare every alert; add service, severity or title',
    ],
    [
      'alerts: { declare: [{ title: x, as: sev4 }] }',
      'alerts.declare[0].as: must be one of: sev1, sev2, sev3',
    ],
    ['healthChecks: { failures: 0 }', 'healthChecks.failures: must be a whole number from 1 to 100'],
    [
      'healthChecks: { timeout: 2m }',
      'healthChecks.timeout: is longer than every; a check must end before the next begins',
    ],
    [
      'healthChecks: { checks: [{ name: x, url: x.example }] }',
      'healthChecks.checks[0].url: is not an address; write https://...',
    ],
    [
      'runbooks: [{ name: x, title: X, path: ../x.md }]',
      'runbooks[0].path: is not a path inside the repository; write it from its root, such as docs/runbooks',
    ],
    [
      'postMortems: { folder: /docs }',
      'postMortems.folder: is not a path inside the repository; write it from its root, such as docs/runbooks',
    ],
    ['patterns: { count: 1 }', 'patterns.count: must be a whole number from 2 to 100'],
    [
      "status: { origins: ['https://app.example/'] }",
      'status.origins[0]: is not an origin; write https://host without a path, or * for all',
    ],
    [
      'severities: { sev2: { acknowledgeWithin: 1d working } }',
      'severities.sev2.acknowledgeWithin: "1d working" is unclear; write working time in hours, such as 16h working',
    ],
    [
      'severities: { sev1: { callBackupAfter: soon } }',
      'severities.sev1.callBackupAfter: "soon" is not a duration; write a number and a unit, such as 15m, 4h or 1d',
    ],
    [
      'severities: { sev1: { callBackupAfter: 20m } }',
      'severities.sev1.callOwnersAfter: comes before callBackupAfter; let the backup be called first, or write never',
    ],
    [
      'severities: { sev1: { remindEvery: 1 working h } }',
      'severities.sev1.remindEvery: "1 working h" is not a duration; write a number and a unit, such as 15m, 4h or 1d',
    ],
  ])('%s', (lines, fault) => {
    expect(faultsWith(lines)).toEqual([fault])
  })

  test('a folder may end with a slash', () => {
    expect(teamWith('postMortems: { folder: docs/pm/ }').postMortems.folder).toBe('docs/pm')
  })
})
