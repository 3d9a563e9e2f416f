import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Delivery } from '../../sync/delivery.ts'
import type { SyncClock } from '../../sync/deps.ts'
import type { SyncQueue } from '../../sync/queue.ts'
import { headerOf, keepRawBodies, parseJson, rawBodyOf } from '../raw-body.ts'
import { readDocmostEvent } from './docmost-event.ts'
import { createWebhookSecrets } from './webhook-secrets.ts'

export type DocmostWebhookDeps = {
  /** One secret, or two during rotation. */
  readonly secrets: readonly string[]
  readonly take: SyncQueue['take']
  readonly clock: Pick<SyncClock, 'now'>
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

const BODY_LIMIT = 5 * 1024 * 1024

/** `POST /api/webhooks/docmost` of a fork that sends webhooks, signed over the raw body. Stored, then acknowledged. */
export function createDocmostWebhook({ secrets, take, clock, log }: DocmostWebhookDeps): FastifyPluginAsync {
  const { signed } = createWebhookSecrets(secrets)

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const raw = rawBodyOf(request)
    if (!signed(headerOf(request, 'x-docmost-signature'), raw)) {
      log.warn({ ip: request.ip }, 'a Docmost webhook with a bad or missing signature')
      return reply.code(401).send({ error: 'The signature is missing or wrong.' })
    }
    const body = parseJson(raw.toString('utf8'))
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
    keepRawBodies(fastify)
    fastify.post('/api/webhooks/docmost', { bodyLimit: BODY_LIMIT }, receive)
  }
}
