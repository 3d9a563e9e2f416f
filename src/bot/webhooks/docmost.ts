import { createHmac } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Delivery } from '../../sync/delivery.ts'
import type { SyncClock } from '../../sync/deps.ts'
import type { SyncQueue } from '../../sync/queue.ts'
import { sameSecret } from '../same-secret.ts'
import { readDocmostEvent } from './docmost-event.ts'

export type DocmostWebhookDeps = {
  /** One secret, or two with a comma between during rotation. */
  readonly secret: string
  readonly take: SyncQueue['take']
  readonly clock: Pick<SyncClock, 'now'>
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

const BODY_LIMIT = 5 * 1024 * 1024

/** `POST /api/webhooks/docmost` of a fork that sends webhooks, signed over the raw body. Stored, then acknowledged. */
export function createDocmostWebhook({ secret, take, clock, log }: DocmostWebhookDeps): FastifyPluginAsync {
  const secrets = secret
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    if (!isSigned(secrets, raw, request.headers['x-docmost-signature'])) {
      log.warn({ ip: request.ip }, 'a Docmost webhook with a bad or missing signature')
      return reply.code(401).send({ error: 'The signature is missing or wrong.' })
    }
    const body = parse(raw)
    if (body === undefined) {
      log.warn({ bytes: raw.length }, 'a Docmost webhook that is not JSON')
      return reply.code(400).send({ error: 'The body is not JSON.' })
    }
    return store(readDocmostEvent(body.is, raw, clock.now()), reply)
  }

  async function store(delivery: Delivery, reply: FastifyReply): Promise<FastifyReply> {
    const { event, type, unusable } = delivery
    const told = { event_id: event, event_type: type }
    if (unusable !== undefined) log.warn({ ...told, because: unusable }, 'a Docmost webhook can not be used')
    try {
      if ((await take(delivery)) === 'duplicate')
        return reply.code(200).send({ duplicate: true, event_id: event })
    } catch (error) {
      log.error({ ...told, err: error }, 'a Docmost webhook could not be stored')
      return reply.code(503).send({ error: 'The event could not be stored: please send it again.' })
    }
    log.info(told, 'a Docmost webhook is taken')
    return reply.code(202).send({ accepted: true, event_id: event })
  }

  return async (fastify) => {
    // Only in this plugin's scope: the signature is over the bytes as they came.
    fastify.removeAllContentTypeParsers()
    fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    fastify.post('/api/webhooks/docmost', { bodyLimit: BODY_LIMIT }, receive)
  }
}

/** Each secret is tried, so that the time tells nothing about which of two came near. */
function isSigned(
  secrets: readonly string[],
  raw: Buffer,
  header: string | readonly string[] | undefined,
): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(String(header ?? ''))?.[1]?.toLowerCase()
  if (given === undefined || raw.length === 0) return false
  const hits = secrets.map((one) => sameSecret(given, createHmac('sha256', one).update(raw).digest('hex')))
  return hits.includes(true)
}

function parse(raw: Buffer): { readonly is: unknown } | undefined {
  try {
    return { is: JSON.parse(raw.toString('utf8')) }
  } catch {
    return undefined
  }
}
