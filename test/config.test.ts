import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { publishedSchema } from '../src/config/schema.ts'
import { loadConfig, readConfig } from '../src/config.ts'
import { configOf, demo, example, faultsOf } from './config/reading.ts'

const secret = 'a secret of thirty-two characters'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a good installation', () => {
  test('the example starts as a demo with nothing else', () => {
    const config = configOf(demo)
    expect(config).toMatchObject({
      http: { host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000' },
      logLevel: 'info',
      production: false,
      demo: true,
      role: 'all',
      secret: 'a random secret of 32 characters',
    })
    expect(config).not.toHaveProperty('redisUrl')
    expect(config).not.toHaveProperty('slack')
    expect(config.team.people.map((person) => person.id)).toEqual(['corentin', 'yan', 'ludo', 'nadia'])
    expect(config.team.channels['ops']).toEqual({ slack: 'ops' })
  })

  test('severities left out take the playbook targets, in milliseconds', () => {
    const text = example.slice(0, example.indexOf('severities:'))
    expect(configOf(demo, text).team.severities).toEqual({
      sev1: {
        acknowledgeWithin: 15 * MINUTE,
        callBackupAfter: 5 * MINUTE,
        callOwnersAfter: 10 * MINUTE,
        remindEvery: 30 * MINUTE,
      },
      sev2: {
        acknowledgeWithin: { working: 4 * HOUR },
        callBackupAfter: { working: 2 * HOUR },
        callOwnersAfter: { working: 3 * HOUR },
        remindEvery: { working: 30 * MINUTE },
      },
      sev3: { acknowledgeWithin: { working: 24 * HOUR }, remindEvery: 24 * HOUR },
    })
    const other = `${text}\nseverities: { sev1: { remindEvery: 5m, callOwnersAfter: never } }`
    expect(configOf(demo, other).team.severities.sev1).toEqual({
      acknowledgeWithin: 15 * MINUTE,
      callBackupAfter: 5 * MINUTE,
      remindEvery: 5 * MINUTE,
    })
  })

  test('a production installation carries every variable', () => {
    const config = configOf({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_URL: 'https://vigie.example/',
      VIGIE_SECRET: secret,
      VIGIE_ROLE: 'web',
      REDIS_URL: 'redis://redis:6379',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'new,old',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      METRICS_TOKEN: 'm',
    })
    expect(config).toMatchObject({
      http: { host: '0.0.0.0', port: 8080, publicUrl: 'https://vigie.example' },
      production: true,
      role: 'web',
      secret,
      redisUrl: 'redis://redis:6379',
      slack: {
        botToken: 'xoxb-1',
        signingSecret: 'new,old',
        appToken: 'xapp-1',
        apiUrl: 'http://127.0.0.1:9/api/',
      },
      metricsToken: 'm',
    })
  })

  test('an empty variable counts as absent', () => {
    expect(configOf({ ...demo, REDIS_URL: ' ', SLACK_BOT_TOKEN: '' })).not.toHaveProperty('redisUrl')
  })

  test('this process reads its own environment and disk', () => {
    vi.stubEnv('VIGIE_CONFIG', 'nowhere.yaml')
    const reading = loadConfig()
    vi.unstubAllEnvs()
    expect(reading.ok ? [] : reading.faults).toContain(
      'nowhere.yaml: cannot be read; copy vigie.example.yaml there or set VIGIE_CONFIG',
    )
  })
})

describe('faults', () => {
  test('a file with ten faults is answered with the ten, and only these', () => {
    const text = `
service: ''
timeZone: Europe/Pari
people:
  - { id: Corentin, name: Corentin, groups: [responders] }
  - { id: yan, name: Yan, slack: '@yan', email: yan }
  - { id: yan, nom: Yan }
onCall: { primary: yan, backup: nobody }
channels: { ops: {} }
severities: { sev1: { remindEvery: 30 minuets } }
`
    expect(faultsOf(demo, text)).toEqual([
      'vigie.yaml: service: is empty; give it a value',
      'vigie.yaml: timeZone: is not a time zone; write an IANA name such as Europe/Paris',
      'vigie.yaml: people[0].id: must be a short word in lower case (letters, digits, dashes), beginning with a letter',
      'vigie.yaml: people[1].slack: is not a Slack member id; copy it from the profile: it begins with U or W',
      'vigie.yaml: people[1].email: is not an e-mail address',
      'vigie.yaml: people[2].name: is missing; add a text',
      'vigie.yaml: people[2].nom: is not a known key; remove it or correct it',
      'vigie.yaml: severities.sev1.remindEvery: "30 minuets" is not a duration; write a number and a unit, such as 15m, 4h or 1d',
      'vigie.yaml: people[2].id: people[1] has the same one; each person needs their own',
      'vigie.yaml: onCall.backup: nobody in people has this id; add the person or name another',
    ])
  })

  test('faults of the environment and of the file come together, alone or in combination', () => {
    const env = { PORT: '70000', LOG_LEVEL: 'loud', SLACK_SIGNING_SECRET: 'one,', VIGIE_ROLE: 'worker' }
    expect(faultsOf(env, example.replace('Europe/Paris\n', 'Paris\n'))).toEqual([
      'environment: PORT: must be a port number of at most 65535',
      'environment: LOG_LEVEL: must be one of: trace, debug, info, warn, error, fatal, silent',
      'environment: SLACK_SIGNING_SECRET: has an empty part; write one secret, or two with a comma between during rotation',
      'environment: VIGIE_SECRET: is missing; make one with: openssl rand -hex 32',
      'environment: VIGIE_ROLE: web and worker meet in Redis; set REDIS_URL or the role all',
      'environment: SLACK_BOT_TOKEN: is missing while other SLACK_ variables are set; add it or unset them',
      'vigie.yaml: timeZone: is not a time zone; write an IANA name such as Europe/Paris',
    ])
  })

  test.each([
    [{ VIGIE_DEMO: '1', HOST: '0.0.0.0' }, 'VIGIE_DEMO: anybody on the network'],
    [
      { VIGIE_DEMO: '1', NODE_ENV: 'production', REDIS_URL: 'redis://r' },
      'VIGIE_DEMO: is not for production',
    ],
    [{ VIGIE_SECRET: secret, NODE_ENV: 'production' }, 'REDIS_URL: is missing'],
    [{ ...demo, SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_BOT_TOKEN: can post but hears nothing'],
    [{ ...demo, VIGIE_DEMO: 'yes' }, 'VIGIE_DEMO: must be 1 or 0'],
  ])('%o is refused', (env, start) => {
    expect(faultsOf(env).join('\n')).toContain(`environment: ${start}`)
  })

  test('no message repeats a secret', () => {
    const env = {
      VIGIE_SECRET: 's3cret',
      REDIS_URL: 'http://u:s3cret@r',
      SLACK_BOT_TOKEN: 's3cret',
      SLACK_APP_TOKEN: 's3cret',
      SLACK_SIGNING_SECRET: 's3cret,',
    }
    const faults = faultsOf(env)
    expect(faults).toHaveLength(5)
    expect(faults.join('\n')).not.toContain('s3cret')
  })

  test('broken YAML is named with its line and column, without a stack', () => {
    expect(faultsOf(demo, 'service: a\nservice: b\n')).toEqual([
      'vigie.yaml: line 2, column 1: Map keys must be unique',
    ])
    expect(faultsOf(demo, 'service: [')[0]).toMatch(/^vigie.yaml: line 1, column \d+: /)
    expect(faultsOf(demo, 'service: *nowhere')).toHaveLength(1)
  })

  test('a missing file says what to do', () => {
    const reading = readConfig(
      { ...demo, VIGIE_CONFIG: 'elsewhere.yaml' },
      { read: (path) => (path === 'elsewhere.yaml' ? undefined : example), random: () => secret },
    )
    expect(reading).toEqual({
      ok: false,
      faults: ['elsewhere.yaml: cannot be read; copy vigie.example.yaml there or set VIGIE_CONFIG'],
    })
  })

  test('a group that a playbook needs and nobody is in', () => {
    expect(faultsOf(demo, example.replaceAll('responders', 'others'))).toEqual([
      'vigie.yaml: people: needed are 1 in the group "responders" (incident, override, handover, release, rollback, capacity, share, sync-loop, sync-failure, orphan, hook-trouble); add it to the groups of more people',
    ])
  })

  test('two people with one Slack id, and an alone backup', () => {
    const text = example.replace('U04YAN00001', 'U04CORENTIN').replace('backup: yan', 'backup: corentin')
    expect(faultsOf(demo, text)).toEqual([
      'vigie.yaml: people[1].slack: people[0] has the same one; each person needs their own',
      'vigie.yaml: onCall.backup: is the primary too; name somebody else',
    ])
  })

  test('Slack needs its ops channel', () => {
    const env = { ...demo, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
    expect(faultsOf(env, example.replace('{ slack: ops }', '{}'))).toEqual([
      'vigie.yaml: channels.ops.slack: is missing while SLACK_BOT_TOKEN is set; add the channel',
    ])
  })

  test.each(['C04OPS00001', "'#ops'", 'équipe-ops'])('%s is a Slack channel', (text) => {
    expect(faultsOf(demo, example.replace('{ slack: ops }', `{ slack: ${text} }`))).toEqual([])
  })

  test.each(['the ops', 'Ops', "''"])('%s is no Slack channel', (text) => {
    expect(faultsOf(demo, example.replace('{ slack: ops }', `{ slack: ${text} }`))).toHaveLength(1)
  })

  test.each(['0m', '31d', '15', 'm', '15m later'])('%s is no duration', (text) => {
    expect(
      faultsOf(demo, example.replace('acknowledgeWithin: 15m', `acknowledgeWithin: ${text}`)),
    ).toHaveLength(1)
  })
})

test('the published schema is up to date: npm run schema', () => {
  const published: unknown = JSON.parse(
    readFileSync(new URL('../vigie.schema.json', import.meta.url), 'utf8'),
  )
  expect(published).toEqual(JSON.parse(publishedSchema()))
})
