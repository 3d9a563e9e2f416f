import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { type App, buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { type ConsoleDriver, enterConsole } from '../fakes/console-driver.ts'
import type { GitHubFake } from '../fakes/github.ts'
import type { ServiceFake } from '../fakes/service.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { type SlackDriver, signedSlack, socketSlack } from '../fakes/slack-driver.ts'
import type { SmtpFake } from '../fakes/smtp.ts'

/** The people of the example installation, by their Slack accounts. */
export const SLACK = {
  corentin: 'U04CORENTIN',
  yan: 'U04YAN00001',
  ludo: 'U04LUDO0001',
  nadia: 'U04NADIA001',
  stranger: 'U04STRANGER',
} as const

export type House = {
  readonly app: App
  readonly clock: LeverClock
  readonly slack: SlackFake
  /** People at their Slack, over the transport that the house was opened with. */
  readonly people: SlackDriver
  readonly origin: string
  atConsole(person: string): Promise<ConsoleDriver>
  /** What #ops shows, the plain words of each message, oldest first. */
  ops(): Promise<readonly string[]>
  /** A monitor tells of something, in its own words, JSON or a form. Answers the status. */
  alert(body: string | Uint8Array<ArrayBuffer>, source: AlertSource): Promise<number>
  close(): Promise<void>
}

type AlertSource = 'alertmanager' | 'generic' | 'uptimerobot'

/** The parts of the product that the example installation asks for their health. */
export type Services = Readonly<Record<'Docmost' | 'Baserow' | 'Bridge' | 'Postgres', ServiceFake>>

export type HouseOptions = {
  readonly transport: 'http' | 'socket'
  readonly redisUrl?: string
  readonly slack?: SlackFake
  /** Milliseconds that the clock is ahead from the start, as after a long stop. */
  readonly ahead?: number
  /** The instant at which the clock starts, in milliseconds since 1970; now when absent. */
  readonly startsAt?: number
  /** Other systems, each off when absent. Whoever started them ends them. */
  readonly github?: GitHubFake
  readonly smtp?: SmtpFake
  readonly services?: Services
  /** Changes to the text of vigie.example.yaml. */
  readonly team?: (yaml: string) => string
  /** More variables of the environment: other systems that are on. */
  readonly env?: Readonly<Record<string, string>>
}

/** The whole of Vigie on the example installation, with a strict Slack in front. */
export async function openHouse(wanted: HouseOptions): Promise<House> {
  const options = withSystems(wanted)
  const slack = options.slack ?? (await startSlack({ people: Object.values(SLACK) }))
  const clock = createLeverClock()
  clock.jump(options.startsAt === undefined ? (options.ahead ?? 0) : options.startsAt - clock.now())
  const app = buildApp({
    ...configFor(slack, options),
    clock,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
  })
  const origin = (await app.start()).replace('/console', '')
  options.github?.deliver(`${origin}/api/webhooks/github`)
  const http = () =>
    signedSlack({ url: `${origin}/slack/events`, secret: slack.secret, slack, now: clock.now })
  return {
    app,
    clock,
    slack,
    people: options.transport === 'http' ? http() : socketSlack(slack),
    origin,
    atConsole: (person) => enterConsole(origin, person),
    ops: async () => (await slack.messages('ops')).map((message) => message.text ?? ''),
    async alert(body, source) {
      const isJson = /^\s*[[{]/.test(Buffer.from(body).toString('utf8'))
      const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded'
      const headers = { 'content-type': type, authorization: `Bearer ${ALERTS_SECRET}` }
      const answer = await fetch(`${origin}/api/webhooks/alerts/${source}`, { method: 'POST', headers, body })
      await answer.arrayBuffer()
      return answer.status
    },
    async close() {
      options.github?.deliver(undefined)
      await app.stop()
      if (options.slack === undefined) await slack.close()
    },
  }
}

const ALERTS_SECRET = 'a secret of the monitors'

/** The options with what the systems that are on need in the environment and in the file. */
function withSystems(options: HouseOptions): HouseOptions {
  const { github, smtp, services, team = (yaml) => yaml } = options
  return {
    ...options,
    team: (yaml) => team(services === undefined ? yaml : withServices(yaml, services)),
    env: {
      ALERTS_SECRET,
      ...(github === undefined
        ? {}
        : {
            GITHUB_TOKEN: github.token,
            GITHUB_API_URL: github.url,
            GITHUB_WEBHOOK_SECRET: github.webhookSecret,
          }),
      ...(smtp === undefined ? {} : { SMTP_URL: smtp.url, MAIL_FROM: 'Vigie <vigie@formation-hub.example>' }),
      ...options.env,
    },
  }
}

/** The health checks of the example ask these instead of addresses that never exist. */
function withServices(yaml: string, services: Services): string {
  return Object.entries(services).reduce(
    (text, [name, { url }]) => text.replace(new RegExp(`(name: ${name}, url: )'[^']+'`), `$1'${url}/health'`),
    yaml,
  )
}

export function configFor(
  slack: SlackFake,
  { transport, redisUrl, team = (yaml) => yaml, env: more = {} }: HouseOptions,
) {
  const env = {
    PORT: '0',
    VIGIE_DEMO: '1',
    VIGIE_CONFIG: 'vigie.example.yaml',
    VIGIE_SECRET: 'a secret of the tests, long enough',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_API_URL: slack.url,
    ...(transport === 'http' ? { SLACK_SIGNING_SECRET: slack.secret } : { SLACK_APP_TOKEN: slack.appToken }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ...more,
  }
  const reading = readConfig(env, {
    read: (path) => team(readFileSync(path, 'utf8')),
    random: () => 'unused',
  })
  if (!reading.ok) throw new Error(reading.faults.join('\n'))
  return { config: reading.config, warnings: reading.warnings }
}
