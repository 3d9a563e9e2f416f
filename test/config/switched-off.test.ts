import { describe, expect, test } from 'vitest'
import { demo, example, least, syncEnv, warningsOf } from './reading.ts'

const slack = { ...demo, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
const github = { ...demo, GITHUB_TOKEN: 'ghp_1' }
const mail = { ...demo, SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'vigie@formation-hub.example' }

describe('warnings', () => {
  test('say what is off and what that switches off', () => {
    expect(warningsOf({ ...demo, VIGIE_SECERT: 'x', VIGIE_PORT: 'tcp://by-kubernetes' })).toEqual([
      'Redis is off (no REDIS_URL): runs are kept in memory and are gone after a stop.',
      'VIGIE_SECRET is not set: a random one is used, so everybody is signed out after a stop.',
      'METRICS_TOKEN is not set: /metrics answers on the loopback address only.',
      'Slack is off (no SLACK_BOT_TOKEN): commands, buttons and cards live in the web console only.',
      'GitHub is off (no GITHUB_TOKEN or GITHUB_APP_ID): no issues, no post-mortem pull requests, no suspects.',
      'E-mail is off (no SMTP_URL): data-loss e-mails are not sent.',
      'ALERTS_SECRET is not set: alerts from monitors are refused.',
      'Releases are off (no GITHUB_TOKEN or GITHUB_APP_ID): they are made on GitHub.',
      'Baserow and Docmost are off (no BASEROW_URL and DOCMOST_URL): rows and pages are not kept in step.',
      'VIGIE_SECERT is not a variable that Vigie knows: it changes nothing.',
    ])
  })

  test('a finished installation has none', () => {
    const everything = {
      VIGIE_SECRET: 'a secret of thirty-two characters',
      REDIS_URL: 'redis://r',
      METRICS_TOKEN: 'm',
      PUBLIC_URL: 'https://vigie.example',
      ALERTS_SECRET: 'sixteen or more!',
      GITHUB_WEBHOOK_SECRET: 's',
      ...syncEnv,
      BASEROW_EMAIL: 'builder@formation-hub.example',
      BASEROW_PASSWORD: 'p',
      DOCMOST_WEBHOOK_SECRET: 'sixteen or more!',
    }
    const people = example.replaceAll(/- id: (\w+)\n(?! {4}github)/g, '- id: $1\n')
    expect(warningsOf({ ...slack, ...github, ...mail, ...everything }, people)).toEqual([])
  })

  test.each([
    [slack, '    slack: U04LUDO0001\n', 'No Slack id in vigie.yaml for: Ludo. Vigie refuses them in Slack.'],
    [
      github,
      '    github: yan-example\n',
      'No GitHub login in vigie.yaml for: Yan. No issue is assigned to them.',
    ],
    [
      mail,
      '    email: ludo@formation-hub.example\n',
      'No e-mail address in vigie.yaml for: Ludo. Data-loss e-mails miss them.',
    ],
    [demo, '  sandbox: { slack: sandbox }\n', 'No sandbox channel in vigie.yaml: drills are off.'],
  ])('name what %o lacks without %s', (env, line, warning) => {
    expect(warningsOf(env)).not.toContain(warning)
    expect(warningsOf(env, example.replace(line, ''))).toContain(warning)
  })

  test('say what is learned late, and whom nobody calls', () => {
    expect(warningsOf(github)).toContain(
      'GITHUB_WEBHOOK_SECRET is not set: what happens on GitHub is learned late, by asking.',
    )
    expect(warningsOf(demo, least.replace('owners, ', ''))).toContain(
      'Nobody in vigie.yaml is in the group "owners": nobody is called after the backup.',
    )
  })

  test('say what the sync can not do', () => {
    expect(warningsOf({ ...demo, ...syncEnv }).slice(-3)).toEqual([
      'BASEROW_EMAIL is not set: a webhook that Baserow switched off is noticed by its silence only, and nobody switches it on again.',
      'DOCMOST_WEBHOOK_SECRET is not set: what happens in Docmost is learned late, by asking.',
      'E-mail is off: no letters for new rows of attribution.',
    ])
    const silent = example.replace(/ {6}mail:\n( {8}.*\n| {10}.*\n|\n)+/, '')
    expect(warningsOf({ ...demo, ...syncEnv }, silent).join()).not.toContain('letters')
  })
})
