import fastify from 'fastify'
import { type Logger, pino } from 'pino'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createSlackBot, type SlackBotDeps } from '../../src/bot/slack/app.ts'
import type { Reply, Speaker } from '../../src/commands/command.ts'
import type { Conversation } from '../../src/commands/conversation.ts'
import type { Card } from '../../src/notify/card.ts'
import { createDirectory } from '../../src/runs/people.ts'
import type { Clock } from '../../src/runs/ports.ts'
import { type SlackFake, startSlack } from '../fakes/slack.ts'
import { type SlackDriver, signedSlack, socketSlack } from '../fakes/slack-driver.ts'

export const CORENTIN = 'U0CORENTIN'
export const STRANGER = 'U0STRANGER'

export function cardOf(title: string): Card {
  return { title, status: 'info', fields: [], lines: [], buttons: [] }
}

export function said(title: string): Reply {
  return { kind: 'answer', ok: true, card: cardOf(title) }
}

/** A conversation that answers what the test says, and remembers who said what. */
export type Script = {
  readonly heard: { method: string; speaker?: Speaker; rest: readonly unknown[] }[]
  reply: () => Promise<Reply>
}

function scripted(script: Script): Conversation {
  const hear = (method: string, speaker: Speaker, ...rest: unknown[]) => {
    script.heard.push({ method, speaker, rest })
    return script.reply()
  }
  return {
    say: (speaker, command, text) => hear('say', speaker, command, text),
    press: (speaker, act) => hear('press', speaker, act),
    send: (speaker, form, values) => hear('send', speaker, form, values),
    home: async (speaker) => {
      script.heard.push({ method: 'home', speaker, rest: [] })
      return { waiting: [], running: [cardOf('[SEV1] Docmost')], onCall: 'Corentin' }
    },
    refuseStranger: async (door, account) => {
      script.heard.push({ method: 'refuseStranger', rest: [door, account] })
      return { kind: 'answer', ok: false, card: cardOf('Vigie does not know you') }
    },
  }
}

export type Rig = {
  readonly slack: SlackFake
  readonly driver: SlackDriver
  readonly script: Script
  /** What the bot under test was made of. */
  readonly deps: SlackBotDeps
  /** Where Slack posts, in HTTP mode. */
  readonly url: string
  close(): Promise<void>
}

export type Transport = 'http' | 'socket'

export async function startRig(
  transport: Transport,
  options: { patienceMs?: number; log?: Logger; clock?: Clock } = {},
): Promise<Rig> {
  const slack = await startSlack({ people: [CORENTIN, STRANGER] })
  const script: Script = { heard: [], reply: async () => said('Done') }
  const deps: SlackBotDeps = {
    env: {
      botToken: slack.token,
      apiUrl: slack.url,
      ...(transport === 'socket'
        ? { appToken: slack.appToken }
        : { signingSecret: `old-secret, ${slack.secret}` }),
    },
    talk: scripted(script),
    directory: createDirectory([
      { id: 'corentin', name: 'Corentin', groups: ['responders'], slack: CORENTIN },
    ]),
    log: options.log ?? pino({ level: 'silent' }),
    clock: options.clock ?? systemClock,
    patienceMs: options.patienceMs ?? 150,
    opsChannel: slack.channelId('ops'),
  }
  const bot = createSlackBot(deps)
  const server = fastify()
  if (bot.plugin !== undefined) await server.register(bot.plugin)
  const url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/slack/events`
  await bot.start()
  return {
    slack,
    script,
    deps,
    url,
    driver: transport === 'socket' ? socketSlack(slack) : signedSlack({ url, secret: slack.secret, slack }),
    close: async () => {
      await bot.stop()
      await server.close()
      await slack.close()
    },
  }
}
