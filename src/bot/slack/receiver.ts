import { type App, isValidSlackRequest, type Receiver, ReceiverMultipleAckError } from '@slack/bolt'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Clock } from '../../runs/ports.ts'
import { keepRawBodies, rawBodyOf } from '../raw-body.ts'
import { header, type Parsed, parseBody } from './request.ts'

const BODY_LIMIT = 1024 * 1024
/** Slack gives up after three seconds; then an answer only confuses whoever reads the log. */
const UNACKED_MS = 3001

export type HttpReceiver = Receiver & { readonly plugin: FastifyPluginAsync }

export type HttpReceiverDeps = {
  /** One signing secret, or two during rotation. */
  readonly secrets: readonly string[]
  readonly clock: Clock
  readonly log: Logger
}

/** Bolt on our Fastify server: `POST /slack/events`, signed by Slack over the raw body. */
export function createHttpReceiver(deps: HttpReceiverDeps): HttpReceiver {
  const { log } = deps
  let app: App | undefined

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const raw = rawBodyOf(request).toString('utf8')
    const parsed = parseBody(request.headers['content-type'], raw)
    // Slack checks the certificate unsigned; nothing else of such a request is looked at.
    if (parsed?.kind === 'ssl_check') return reply.code(200).send()
    if (!isSigned(deps, request, raw)) {
      log.warn({ ip: request.ip }, 'a Slack request with a bad or old signature')
      return reply.code(401).send()
    }
    if (parsed === undefined) return reply.code(400).send()
    if (parsed.body['type'] === 'url_verification') return { challenge: parsed.body['challenge'] }
    if (app === undefined) return reply.code(503).send()
    return dispatch(app, parsed, request, reply)
  }

  function dispatch(
    app: App,
    parsed: Parsed,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    return new Promise((resolve) => {
      let acked = false
      const end = (status: number, body?: unknown) => {
        acked = true
        takeBack()
        resolve(reply.code(status).send(body === '' ? undefined : body))
      }
      const takeBack = deps.clock.after(UNACKED_MS, () => {
        log.error({ type: parsed.body['type'] }, 'not acknowledged within three seconds')
        end(404)
      })
      const ack = async (body?: unknown) => {
        if (acked) throw new ReceiverMultipleAckError()
        end(200, body)
      }
      app.processEvent({ body: parsed.body, ack, ...retryOf(request) }).catch((error: unknown) => {
        log.error({ err: error }, 'Bolt failed on a Slack request')
        if (!acked) end(500)
      })
    })
  }

  return {
    init: (bolt) => {
      app = bolt
    },
    start: async () => undefined,
    stop: async () => undefined,
    plugin: async (fastify) => {
      keepRawBodies(fastify)
      fastify.post('/slack/events', { bodyLimit: BODY_LIMIT }, receive)
    },
  }
}

function isSigned({ secrets, clock }: HttpReceiverDeps, request: FastifyRequest, body: string): boolean {
  const signature = header(request.headers, 'x-slack-signature')
  const timestamp = Number(header(request.headers, 'x-slack-request-timestamp'))
  if (signature === undefined) return false
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp }
  return secrets.some((signingSecret) =>
    isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: clock.now() }),
  )
}

function retryOf(request: FastifyRequest) {
  const count = header(request.headers, 'x-slack-retry-num')
  const reason = header(request.headers, 'x-slack-retry-reason')
  return {
    ...(count === undefined ? {} : { retryNum: Number(count) }),
    ...(reason === undefined ? {} : { retryReason: reason }),
  }
}
