import { createHmac } from 'node:crypto'
import type { SlackFake } from './slack.ts'
import { createHands, type Hands } from './slack-hands.ts'
import {
  clickPayload,
  commandPayload,
  eventPayload,
  homeOpenedPayload,
  submissionPayload,
} from './slack-payloads.ts'
import type { OpenedView, ResponsePost, Shown } from './slack-seen.ts'
import type { EnvelopeType } from './slack-socket.ts'

/** What the person's Slack got back at once, and what came later. */
export type Acked = {
  readonly status: number
  /** The body of the acknowledgement: an ephemeral answer, errors for a form, or nothing. */
  readonly body: unknown
  /** What was posted to this interaction's response_url so far. */
  responses(): readonly ResponsePost[]
}

/** People using Slack: the same story over signed HTTP or over a socket. */
export type SlackDriver = Hands & {
  command(user: string, command: string, text: string): Promise<Acked>
  /** Presses the button with this label; throws when the message has none. */
  click(user: string, shown: Shown, label: string): Promise<Acked>
  submit(user: string, view: OpenedView, values: Readonly<Record<string, string>>): Promise<Acked>
  openHome(user: string): Promise<Acked>
  /** A payload of the test's own making, e.g. the same one twice. */
  send(type: EnvelopeType, payload: Readonly<Record<string, unknown>>, retry?: number): Promise<Acked>
}

type Deliver = (
  type: EnvelopeType,
  payload: unknown,
  retry: number | undefined,
) => Promise<{ status: number; body: unknown }>

function createDriver(slack: SlackFake, deliver: Deliver): SlackDriver {
  let events = 0
  const send: SlackDriver['send'] = async (type, payload, retry) => {
    const response = String(payload['response_url']).split('/').at(-1)
    const acked = await deliver(type, payload, retry)
    return { ...acked, responses: () => slack.responses.filter((one) => one.response === response) }
  }
  const hands = createHands(slack, async (event) => {
    events += 1
    const payload = eventPayload(event, events)
    const acked = await send('events_api', payload)
    return { ...acked, again: (retry = 1) => send('events_api', payload, retry) }
  })
  return {
    ...hands,
    command: (user, command, text) => send('slash_commands', commandPayload(slack, user, command, text)),
    click: (user, shown, label) => send('interactive', clickPayload(slack, user, shown, label)),
    submit: (user, view, values) => send('interactive', submissionPayload(user, view, values)),
    openHome: (user) => {
      events += 1
      return send('events_api', homeOpenedPayload(user, events))
    },
    send,
  }
}

/** Slack posting to `url` with its v0 signature. `now` in milliseconds since 1970. */
export function signedSlack(options: {
  url: string
  secret: string
  slack: SlackFake
  now?: () => number
  /** How the request travels; Node's own `fetch` when absent. */
  send?: typeof fetch
}): SlackDriver {
  return createDriver(options.slack, async (type, payload, retry) => {
    const body = encode(type, payload)
    const answer = await (options.send ?? fetch)(options.url, {
      method: 'POST',
      headers: {
        'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
        ...(retry === undefined
          ? {}
          : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
        ...signature(options.secret, body, options.now?.() ?? Date.now()),
      },
      body,
    })
    return { status: answer.status, body: decode(await answer.text()) }
  })
}

export function signature(secret: string, body: string, now: number) {
  const timestamp = String(Math.floor(now / 1000))
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` }
}

export function socketSlack(slack: SlackFake): SlackDriver {
  return createDriver(slack, async (type, payload, retry) => {
    const body = await slack.sockets.deliver(type, payload, retry)
    return { status: 200, body: isEmpty(body) ? undefined : body }
  })
}

function encode(type: EnvelopeType, payload: unknown): string {
  if (type === 'events_api') return JSON.stringify(payload)
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const fields = Object.entries(Object(payload)).map(([key, value]): [string, string] => [key, String(value)])
  return new URLSearchParams(fields).toString()
}

function decode(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function isEmpty(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0
}
