import type { Given } from './environment.ts'

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

function when(fault: boolean, line: string): readonly string[] {
  return fault ? [line] : []
}
