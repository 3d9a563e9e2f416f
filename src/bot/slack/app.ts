import { App, type Receiver } from '@slack/bolt'
import type { Logger as SlackLogger } from '@slack/web-api'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { Directory } from '../../runs/people.ts'
import type { Clock } from '../../runs/ports.ts'
import { listenToClicks } from './actions.ts'
import { listenToCommands } from './commands.ts'
import { listenToHome } from './home.ts'
import type { Inward } from './inward.ts'
import { createSlackLogger } from './logger.ts'
import { listenToMarks } from './marks.ts'
import { createHttpReceiver } from './receiver.ts'
import { createSocketReceiver } from './socket.ts'
import { soon } from './soon.ts'
import { storeFirst } from './store-first.ts'
import { listenToForms } from './views.ts'

export type SlackEnv = {
  readonly botToken: string
  /** One secret, or two with a comma between during rotation. Needed without `appToken`. */
  readonly signingSecret?: string | undefined
  /** Socket Mode when set, signed HTTP otherwise. */
  readonly appToken?: string | undefined
  readonly apiUrl?: string | undefined
}

export type SlackBotDeps = {
  readonly env: SlackEnv
  /** Answers people and opens forms. It should not retry: the next way is better than the tenth attempt. */
  readonly client: Inward['client']
  readonly talk: Inward['talk']
  readonly directory: Directory
  readonly log: Logger
  readonly clock: Clock
  /** Milliseconds that the store may take before the person is told that it doesn't answer. */
  readonly patienceMs?: number
  /** Slack's id or name of the channel where private answers to forms appear. */
  readonly opsChannel: string
  /** The reaction that marks a message for the timeline, without colons. */
  readonly reaction: string
}

export type SlackBot = {
  /** Mounts `POST /slack/events`; absent in Socket Mode. */
  readonly plugin?: FastifyPluginAsync
  /** Connects in Socket Mode: resolves when Slack said hello or after ten seconds, rejects when it refuses the token. */
  start(): Promise<void>
  stop(): Promise<void>
}

const PATIENCE_MS = 2000
const CONNECT_MS = 10_000

/** What comes in from Slack: commands, clicks, forms, App Home and marked messages, through Bolt. */
export function createSlackBot(deps: SlackBotDeps): SlackBot {
  const { env, log } = deps
  const logger = createSlackLogger(log)
  const { appToken, apiUrl } = env
  const http = appToken === undefined ? createHttpReceiver({ ...deps, secrets: secretsOf(env) }) : undefined
  const receiver =
    http ?? createSocketReceiver({ appToken: appToken ?? '', apiUrl, logger, log, clock: deps.clock })
  const app = createApp(env, receiver, logger)
  const inward = inwardOf(deps)
  listenToCommands(app, inward)
  listenToClicks(app, inward)
  listenToForms(app, inward)
  listenToHome(app, inward)
  listenToMarks(storeFirst(app), inward)
  app.error(async (error) => log.error({ err: error }, 'a Slack listener failed'))
  return {
    ...(http === undefined ? {} : { plugin: http.plugin }),
    start: () => started(app, deps),
    stop: async () => {
      await app.stop()
    },
  }
}

/** A Slack that is away at our start must not hold up the rest: Bolt goes on trying. */
async function started(app: App, { log, clock }: SlackBotDeps): Promise<void> {
  const starting = app.start()
  const first = await soon<unknown>(starting, CONNECT_MS, clock)
  if (first.kind === 'failed') throw first.error
  if (first.kind === 'answered') return
  log.warn('Slack does not answer yet; connecting goes on')
  starting.catch((error: unknown) => log.error({ err: error }, 'Slack could not be connected'))
}

/**
 * Our own `authorize`: with `token` Bolt asks auth.test at construction and keeps the failure for ever,
 * or asks it again before every event; neither survives a Slack that is slow for a moment.
 */
function createApp(env: SlackEnv, receiver: Receiver, logger: SlackLogger): App {
  return new App({
    receiver,
    authorize: async () => ({ botToken: env.botToken }),
    ignoreSelf: false,
    convoStore: false,
    clientOptions: env.apiUrl === undefined ? {} : { slackApiUrl: env.apiUrl },
    logger,
  })
}

function inwardOf(deps: SlackBotDeps): Inward {
  return {
    talk: deps.talk,
    directory: deps.directory,
    client: deps.client,
    log: deps.log,
    clock: deps.clock,
    patienceMs: deps.patienceMs ?? PATIENCE_MS,
    opsChannel: deps.opsChannel,
    reaction: deps.reaction,
    resolve: (person) => deps.directory.byId(person)?.slack,
  }
}

function secretsOf(env: SlackEnv): readonly string[] {
  const secrets = (env.signingSecret ?? '').split(',').map((secret) => secret.trim())
  const given = secrets.filter((secret) => secret !== '')
  if (given.length === 0) throw new Error('SLACK_SIGNING_SECRET is needed without SLACK_APP_TOKEN')
  return given
}
