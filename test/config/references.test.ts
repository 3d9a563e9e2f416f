import { describe, expect, test } from 'vitest'
import { demo, faultsOf, faultsWith, least } from './reading.ts'

describe('references', () => {
  test('each one that does not hold is named, beside a fault elsewhere', () => {
    const text = `${least.replace(
      /onCall: .*/,
      'onCall: { rotation: { people: [corentin, nobody, corentin], first: 2027-01-04 } }',
    )}
nobodyLeadsAfter: soon
issues: { assignTo: somebody }
healthChecks: { checks: [{ name: Docmost, url: 'https://a.example' }, { name: Docmost, url: 'https://b.example' }] }
runbooks:
  - { name: disk-full, title: The disk is full, path: docs/a.md }
  - { name: disk-full, title: The disk is full, path: docs/b.md }
`
    expect(faultsOf(demo, text)).toEqual([
      'vigie.yaml: nobodyLeadsAfter: "soon" is not a duration; write a number and a unit, such as 15m, 4h or 1d',
      'vigie.yaml: onCall.rotation.people[1]: nobody in people has this id; add the person or name another',
      'vigie.yaml: onCall.rotation.people[2]: onCall.rotation.people[0] has the same one; each person has one turn',
      'vigie.yaml: issues.assignTo: nobody in people has this id; add the person or name another',
      'vigie.yaml: healthChecks.checks[1].name: healthChecks.checks[0] has the same one; each needs its own',
      'vigie.yaml: runbooks[1].name: runbooks[0] has the same one; each needs its own',
    ])
  })

  test('two people with one GitHub login', () => {
    const text = least.replaceAll(/name: (Yan|Ludo)/g, 'name: $1, github: same')
    expect(faultsOf(demo, text)).toEqual([
      'vigie.yaml: people[2].github: people[1] has the same one; each person needs their own',
    ])
  })

  test.each([
    ['{ primary: yan }', ['onCall.backup: is missing; add the id of a person, or a rotation']],
    ['{ handover: monday }', ['onCall.handover: is not a day and a time; write it as monday 09:00']],
    [
      '{}',
      [
        'onCall.primary: is missing; add the id of a person, or a rotation',
        'onCall.backup: is missing; add the id of a person, or a rotation',
      ],
    ],
    [
      '{ rotation: { people: [yan], first: 2027-01-04 } }',
      ['onCall.rotation.people: needs two people at least; the next in turn is the backup'],
    ],
    [
      '{ rotation: { people: [yan, ludo] } }',
      ['onCall.rotation.first: is not a date; write year, month and day, such as 2026-12-24'],
    ],
  ])('onCall: %s is refused', (lines, faults) => {
    expect(faultsOf(demo, least.replace(/onCall: .*/, `onCall: ${lines}`))).toEqual(
      faults.map((fault) => `vigie.yaml: ${fault}`),
    )
  })

  test('a part that is no block of keys hides nothing', () => {
    expect(faultsWith('runbooks: none\nissues: { assignTo: somebody }')).toEqual([
      'runbooks: must be a list',
      'issues.assignTo: nobody in people has this id; add the person or name another',
    ])
  })
})
