import fastify from 'fastify'
import { type Logger, pino } from 'pino'
import { createSlackClient } from '../../src/adapters/slack/client.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createSlackBot, type SlackBotDeps } from '../../src/bot/slack/app.ts'
import { createSlackLogger } from '../../src/bot/slack/logger.ts'
import type { Reply, Speaker } from '../../src/commands/command.ts'
import type { Conversation } from '../../src/commands/conversation.ts'
import type { Marked, Marks } from '../../src/commands/marks.ts'
import type { Act, Card } from '../../src/notify/card.ts'
import type { Form } from '../../src/notify/form.ts'
import { cardToBlockKit } from '../../src/notify/slack/render.ts'
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

function scripted(script: Script): Conversation & Marks {
  const hear = (method: string, speaker: Speaker, ...rest: unknown[]) => {
    script.heard.push({ method, speaker, rest })
    return script.reply()
  }
  const marked = async (method: string, ...rest: readonly unknown[]): Promise<Marked> => {
    script.heard.push({ method, rest })
    await script.reply()
    return 'quoted'
  }
  return {
    mark: (speaker, message) => marked('mark', speaker.person.id, message),
    unmark: (speaker, message) => marked('unmark', speaker.person.id, message),
    edited: (message) => marked('edited', message),
    deleted: (message) => marked('deleted', message),
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
  const log = options.log ?? pino({ level: 'silent' })
  const script: Script = { heard: [], reply: async () => said('Done') }
  const deps: SlackBotDeps = {
    env: {
      botToken: slack.token,
      apiUrl: slack.url,
      ...(transport === 'socket'
        ? { appToken: slack.appToken }
        : { signingSecret: `old-secret, ${slack.secret}` }),
    },
    client: createSlackClient({ token: slack.token, apiUrl: slack.url, logger: createSlackLogger(log) }),
    talk: scripted(script),
    directory: createDirectory([
      { id: 'corentin', name: 'Corentin', groups: ['responders'], slack: CORENTIN },
    ]),
    log,
    clock: options.clock ?? systemClock,
    patienceMs: options.patienceMs ?? 150,
    opsChannel: slack.channelId('ops'),
    reaction: 'pushpin',
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

export const ACT: Act = {
  kind: 'choose',
  run: 'INC-1',
  step: 'triage',
  choice: 'acknowledge',
  code: 'INC-1-A',
}
export const CARD: Card = { ...cardOf('[SEV1] Docmost'), buttons: [{ label: 'Acknowledge', act: ACT }] }
export const FORM: Form = {
  id: 'incident.resolve',
  title: 'Resolve INC-1',
  submit: 'Resolve',
  purpose: { kind: 'act', act: { ...ACT, choice: 'resolve', form: 'incident.resolve' } },
  inputs: [
    { id: 'cause', label: 'Cause', kind: 'line', max: 200 },
    {
      id: 'loss',
      label: 'Data loss',
      kind: 'choice',
      options: [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ],
    },
  ],
}

/** The card as it stands in the ops channel. */
export function shownIn(rig: Rig) {
  return { ...cardToBlockKit(CARD, () => undefined), ts: '1.000001', channel: rig.slack.channelId('ops') }
}

/** The store answers when the test says so. */
export function held(script: Script) {
  let settle: { resolve(reply: Reply): void; reject(error: Error): void } | undefined
  const pending = new Promise<Reply>((resolve, reject) => {
    settle = { resolve, reject }
  })
  script.reply = () => pending
  return {
    answer: (reply: Reply) => settle?.resolve(reply),
    fail: () => settle?.reject(new Error('the store is gone')),
  }
}

/** The form that a click opens; what is sent next is answered with `Resolved`. */
export async function openedForm(rig: Rig, form: Form = FORM) {
  rig.script.reply = async () => ({ kind: 'form', form })
  await rig.driver.click(CORENTIN, shownIn(rig), 'Acknowledge')
  rig.script.reply = async () => said('Resolved')
  rig.script.heard.length = 0
  const view = rig.slack.views.at(-1)
  if (view === undefined) throw new Error('no form was opened')
  return view
}
