import type { Given } from './environment.ts'
import { judgeSyncTogether } from './together/sync.ts'
import { when } from './together/when.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

/**
 * What the variables mean together: one line for each thing that doesn't go.
 * It reads them as given, so that a bad one doesn't hide a missing one.
 */
export function judgeTogether(env: Given): readonly string[] {
  const { HOST: host = '127.0.0.1', VIGIE_SECRET: secret, REDIS_URL: redis, VIGIE_ROLE: role = 'all' } = env
  const demo = env['VIGIE_DEMO'] === '1'
  const production = env['NODE_ENV'] === 'production'
  return [
    ...when(demo && production, 'VIGIE_DEMO: is not for production; unset it or NODE_ENV'),
    ...when(
      demo && !LOOPBACK.includes(host),
      'VIGIE_DEMO: anybody on the network could act as anybody; set HOST to 127.0.0.1 or unset VIGIE_DEMO',
    ),
    ...when(secret === undefined && !demo, 'VIGIE_SECRET: is missing; make one with: openssl rand -hex 32'),
    ...when(
      redis === undefined && production,
      'REDIS_URL: is missing; production does not keep runs in memory alone',
    ),
    ...when(
      redis === undefined && role !== 'all',
      'VIGIE_ROLE: web and worker meet in Redis; set REDIS_URL or the role all',
    ),
    ...judgeSlack(env),
    ...judgeGitHub(env),
    ...judgeMail(env),
    ...judgeSyncTogether(env),
  ]
}

function judgeSlack(env: Given): readonly string[] {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret } = env
  return [
    ...when(
      bot !== undefined && app === undefined && secret === undefined,
      'SLACK_BOT_TOKEN: can post but hears nothing; add SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)',
    ),
    ...when(
      bot === undefined && (app ?? secret) !== undefined,
      'SLACK_BOT_TOKEN: is missing while other SLACK_ variables are set; add it or unset them',
    ),
  ]
}

const APP = ['GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY', 'GITHUB_APP_INSTALLATION_ID'] as const

/** GITHUB_API_URL alone means nothing: every job of GitHub Actions has it. */
function judgeGitHub(env: Given): readonly string[] {
  const token = env['GITHUB_TOKEN'] !== undefined
  const missing = APP.filter((name) => env[name] === undefined)
  const app = missing.length < APP.length
  return [
    ...when(token && app, 'GITHUB_TOKEN: is set together with GITHUB_APP_ variables; unset one or the other'),
    ...(app && !token
      ? missing.map(
          (name) => `${name}: is missing while other GITHUB_APP_ variables are set; add it or unset them`,
        )
      : []),
    ...when(
      env['GITHUB_WEBHOOK_SECRET'] !== undefined && !token && !app,
      'GITHUB_TOKEN: is missing while GITHUB_WEBHOOK_SECRET is set; add it, or the three GITHUB_APP_ variables',
    ),
  ]
}

function judgeMail({ SMTP_URL: url, MAIL_FROM: from }: Given): readonly string[] {
  return [
    ...when(
      from === undefined && url !== undefined,
      'MAIL_FROM: is missing while SMTP_URL is set; add the sender',
    ),
    ...when(
      url === undefined && from !== undefined,
      'SMTP_URL: is missing while MAIL_FROM is set; add the server',
    ),
  ]
}
