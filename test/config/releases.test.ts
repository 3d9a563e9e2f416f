import { describe, expect, test } from 'vitest'
import { configOf, demo, example, faultsOf, faultsWith, least, warningsOf } from './reading.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const repository = 'repository: acadenice/formation-hub'

function releasesWith(lines: string, zone = 'Europe/Paris') {
  const text = `${least.replace('Europe/Paris', zone)}\n${repository}\nreleases: ${lines}`
  return configOf(demo, text).team.releases
}

/** The faults of `releases` with a repository beside it. */
function faults(releases: string) {
  return faultsWith(`${repository}\nreleases: ${releases}`)
}

describe('releases', () => {
  test('are off when nothing is said of them', () => {
    expect(configOf(demo, least).team.releases).toBeUndefined()
    expect(warningsOf(demo, least)).toContain('Releases are off (no releases in vigie.yaml).')
  })

  test('take the values of the playbook where nothing is said', () => {
    expect(releasesWith('{}')).toEqual({
      branch: 'main',
      environment: 'production',
      changelog: { path: 'CHANGELOG.md', by: 'commit' },
      workflows: { e2e: 'e2e.yml', deploy: 'deploy-prod.yml' },
      flows: [],
      smoke: [],
      watch: { for: 30 * MINUTE, every: 30_000, failures: 3 },
      backup: { within: 24 * HOUR },
      freezes: [{ name: 'vendredi soir', days: [5], from: 16 * 60, to: 24 * 60 }],
      remindEvery: { working: 4 * HOUR },
      silentAfter: 20 * MINUTE,
    })
  })

  test('say everything otherwise', () => {
    expect(
      releasesWith(`
  branch: stable
  environment: live
  changelog: { path: CHANGES.md, by: pull-request }
  workflows: { e2e: null, deploy: ship.yaml }
  trigger: dispatch
  staging: https://staging.example
  flows: [Login, Share]
  smoke: [{ name: Wiki, url: 'https://wiki.example/health', expect: 204, contains: ok, timeout: 3s }]
  watch: { for: 1h, every: 1m, failures: 2 }
  backup: { within: 6h, url: 'https://backups.example/last.json' }
  freezes: []
  fourEyes: false
  remindEvery: 2h
  silentAfter: 5m
`),
    ).toEqual({
      branch: 'stable',
      environment: 'live',
      changelog: { path: 'CHANGES.md', by: 'pull-request' },
      workflows: { e2e: undefined, deploy: 'ship.yaml' },
      trigger: 'dispatch',
      staging: 'https://staging.example',
      flows: ['Login', 'Share'],
      smoke: [
        { name: 'Wiki', url: 'https://wiki.example/health', expect: 204, contains: 'ok', timeout: 3_000 },
      ],
      watch: { for: HOUR, every: MINUTE, failures: 2 },
      backup: { within: 6 * HOUR, url: 'https://backups.example/last.json' },
      freezes: [],
      fourEyes: false,
      remindEvery: 2 * HOUR,
      silentAfter: 5 * MINUTE,
    })
  })

  test('need a repository', () => {
    expect(faultsWith('releases: {}')).toEqual([
      'releases: needs a repository; add repository with its owner and name, or remove releases',
    ])
  })

  test.each([
    [
      "{ smoke: [{ name: a, url: 'https://a.example' }, { name: a, url: 'https://b.example' }] }",
      ['releases.smoke[1].name: releases.smoke[0] has the same one; each needs its own'],
    ],
    [
      '{ flows: [Login, Login] }',
      ['releases.flows[1]: releases.flows[0] has the same one; each is ticked by itself'],
    ],
    ['{ flows: ["one\\ntwo"] }', ['releases.flows[0]: has more than one line; write one flow for each']],
    [
      `{ flows: [${Array.from({ length: 11 }, (_, n) => `flow ${n}`).join(', ')}] }`,
      ['releases.flows: has more than 10 entries; a form shows no more'],
    ],
    [
      '{ workflows: { deploy: .github/workflows/ship.yml } }',
      [
        'releases.workflows.deploy: is not the file name of a workflow; write it without its folder, such as e2e.yml',
      ],
    ],
    [
      '{ branch: "a branch" }',
      ['releases.branch: is not the name of a branch; write it as git does, such as main'],
    ],
    ['{ trigger: push }', ['releases.trigger: must be one of: tag, dispatch']],
    ['{ watch: { every: 1h } }', ['releases.watch.every: is not shorter than for']],
    ['{ staging: staging.example }', ['releases.staging: is not an address; write https://...']],
    ['{ brnach: main }', ['releases.brnach: is not a known key; remove it or correct it']],
  ])('%s is refused', (releases, expected) => {
    expect(faults(releases)).toEqual(expected)
  })
})

describe('freezes', () => {
  test('once, as the clock of the team shows it, on both sides of a change of the clock', () => {
    const dated = (since: string, until: string) =>
      releasesWith(`{ freezes: [{ name: deadline, since: ${since}, until: ${until} }] }`)?.freezes
    expect(dated('2026-12-18 12:00', '2026-12-18')).toEqual([
      {
        name: 'deadline',
        since: Date.parse('2026-12-18T12:00:00+01:00'),
        until: Date.parse('2026-12-19T00:00:00+01:00'),
      },
    ])
    expect(dated('2026-10-24', '2026-10-25T06:00')).toEqual([
      {
        name: 'deadline',
        since: Date.parse('2026-10-24T00:00:00+02:00'),
        until: Date.parse('2026-10-25T06:00:00+01:00'),
      },
    ])
  })

  test('are those of another zone in another zone', () => {
    const lines = '{ freezes: [{ name: deadline, since: 2026-12-18, until: 2026-12-19 09:30 }] }'
    expect(releasesWith(lines, 'America/Montreal')?.freezes).toEqual([
      {
        name: 'deadline',
        since: Date.parse('2026-12-18T00:00:00-05:00'),
        until: Date.parse('2026-12-19T09:30:00-05:00'),
      },
    ])
  })

  test('every week, also over midnight', () => {
    expect(
      releasesWith('{ freezes: [{ name: night, days: [sun, mon], from: "22:00", to: "06:00" }] }')?.freezes,
    ).toEqual([{ name: 'night', days: [1, 7], from: 22 * 60, to: 6 * 60 }])
  })

  test.each([
    [
      'days: [fri], from: "16:00"',
      ': is not whole; write days, from and to (every week), or since and until (once)',
    ],
    ['since: 2026-12-18', ': is not whole; write days, from and to (every week), or since and until (once)'],
    [
      'days: [fri], from: "16:00", to: "18:00", until: 2026-12-18',
      ': is both weekly and once; write days, from and to, or since and until',
    ],
    [
      'days: [fri], from: "16:00", to: "16:00"',
      '.to: is the same as from; the whole day is from "00:00" to "24:00"',
    ],
    ['days: [fri], from: "24:00", to: "06:00"', '.from: is the end of the day; write "00:00"'],
    [
      'days: [friday], from: "16:00", to: "18:00"',
      '.days[0]: must be one of: mon, tue, wed, thu, fri, sat, sun',
    ],
    [
      'since: 2026-12-18 12:00, until: 2026-12-18 12:00',
      '.until: is not later than since; a freeze ends after it begins',
    ],
    [
      'since: 2026-02-30, until: 2026-03-01',
      '.since: is neither a day nor a day and a time; write it as 2026-12-18 or 2026-12-18 14:00',
    ],
    [
      'since: 2026-12-18 25:00, until: 2026-12-20',
      '.since: is neither a day nor a day and a time; write it as 2026-12-18 or 2026-12-18 14:00',
    ],
  ])('{ %s } is refused', (lines, expected) => {
    expect(faults(`{ freezes: [{ name: a, ${lines} }] }`)).toEqual([`releases.freezes[0]${expected}`])
  })

  test('two of one name', () => {
    const freeze = '{ name: a, days: [fri], from: "16:00", to: "18:00" }'
    expect(faults(`{ freezes: [${freeze}, ${freeze}] }`)).toEqual([
      'releases.freezes[1].name: releases.freezes[0] has the same one; each needs its own',
    ])
  })
})

describe('who approves', () => {
  test('four eyes that one owner can not have are refused, others are not', () => {
    expect(faults('{ fourEyes: true }')).toEqual([
      'people: needed are 2 in the group "owners" (release); add it to the groups of more people',
    ])
    expect(faults('{}')).toEqual([])
    expect(faultsOf(demo, example.replace('# fourEyes: true', 'fourEyes: true'))).toEqual([])
  })

  test('nobody at all is refused where releases are made, and nowhere else', () => {
    const text = example.replaceAll('owners, ', '')
    const without = text.slice(0, text.indexOf('\nreleases:')) + text.slice(text.indexOf('\nsync:'))
    expect(faultsOf(demo, text)).toEqual([
      'vigie.yaml: people: needed are 1 in the group "owners" (release); add it to the groups of more people',
    ])
    expect(faultsOf(demo, without)).toEqual([])
  })
})

describe('what releases lack', () => {
  const on = { ...demo, GITHUB_TOKEN: 'a-token' }
  const ofReleases = (env: Readonly<Record<string, string>>, releases: string) =>
    warningsOf(env, `${least}\n${repository}\nreleases: ${releases}`).filter((line) =>
      /release|backup/i.test(line),
    )

  test('GitHub', () => {
    expect(ofReleases(demo, '{}')).toEqual([
      'Releases are off (no GITHUB_TOKEN or GITHUB_APP_ID): they are made on GitHub.',
    ])
  })

  test('a word of backups, smoke tests, somebody else who approves', () => {
    expect(ofReleases(on, '{}')).toEqual([
      'Nobody tells of backups (no ALERTS_SECRET, no releases.backup.url in vigie.yaml): every release waits for one.',
      'No smoke tests in vigie.yaml (releases.smoke): nothing is asked of production after a deployment.',
      'One person in vigie.yaml is in the group "owners": whoever asks for a release approves it.',
    ])
  })

  test('nothing', () => {
    expect(
      ofReleases(
        { ...on, ALERTS_SECRET: 'sixteen or more!' },
        "{ fourEyes: false, smoke: [{ name: a, url: 'https://a.example' }] }",
      ),
    ).toEqual([])
  })
})

test('the example is the playbook of formation-hub', () => {
  const { releases } = configOf(demo).team
  expect(releases?.flows).toEqual([
    'Login Docmost',
    'Creation page + share link',
    'Saisie heures realisees (UC-13)',
    'Creation projet + tache (UCA-02 + UCA-03)',
  ])
  expect(releases?.freezes.map(({ name }) => name)).toEqual([
    'vendredi soir',
    'cours en cours',
    'deadline saisie des heures',
  ])
  expect(releases?.smoke).toHaveLength(3)
  expect(releases?.trigger).toBeUndefined()
})
