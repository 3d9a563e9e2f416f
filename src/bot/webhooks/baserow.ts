import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Marks } from '../../sync/book.ts'
import type { Delivery } from '../../sync/delivery.ts'
import type { SyncClock } from '../../sync/deps.ts'
import type { Ended } from '../../sync/flow/ended.ts'
import type { SyncQueue } from '../../sync/queue.ts'
import type { SyncRules } from '../../sync/rules.ts'
import { answerFault } from '../fault.ts'
import { headerOf, keepRawBodies, parseJson, rawBodyOf } from '../raw-body.ts'
import { type BaserowEvent, type Circumstances, createEventReader, eventIdSchema } from './baserow-event.ts'
import { secondsToWait } from './prefer.ts'
import { createWebhookSecrets, isSignature, type WebhookSecrets } from './webhook-secrets.ts'

export type BaserowWebhookDeps = {
  /** One secret, or two during rotation. */
  readonly secrets: readonly string[]
  readonly rules: SyncRules
  readonly take: SyncQueue['take']
  readonly mark: Marks['set']
  /** How an event ended for these entities, when it did within so many milliseconds. */
  readonly finished: (
    event: string,
    entities: readonly string[],
    withinMs: number,
  ) => Promise<Ended | undefined>
  readonly clock: SyncClock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** A batch of 200 rows comes whole, twice: as they are and as they were. */
const BODY_LIMIT = 25 * 1024 * 1024
const PATIENCE_MS = 4_000

type Inner = BaserowWebhookDeps & {
  readonly held: WebhookSecrets
  readonly read: (body: unknown, circumstances: Circumstances) => BaserowEvent
}

/**
 * `POST /api/webhooks/baserow/:subject`. Stored, then acknowledged. Nine answers of 400 and more switch a webhook of
 * Baserow off, so what it says is never a reason for one: only a wrong secret, what is no JSON, and a store that is away.
 */
export function createBaserowWebhook(given: BaserowWebhookDeps): FastifyPluginAsync {
  const held = createWebhookSecrets(given.secrets)
  const deps: Inner = { ...given, held, read: createEventReader(given.rules) }
  return async (server) => {
    keepRawBodies(server)
    server.route({
      method: 'POST',
      url: '/api/webhooks/baserow/:subject',
      bodyLimit: BODY_LIMIT,
      onRequest: (request, reply, done) => {
        const { authorization } = request.headers
        if (isSignature(signatureOf(request)) || held.areBorne(authorization)) done()
        else refuse(deps, request, reply)
      },
      handler: (request, reply) => receive(deps, request, reply),
      errorHandler: (error, request, reply) => answerTrouble(deps, error, request, reply),
    })
  }
}

function refuse({ log }: Inner, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  log.warn({ ip: request.ip, subject: subjectOf(request) }, 'a Baserow webhook with a bad or missing secret')
  const error = 'The secret is missing or wrong: send Authorization: Bearer, or X-Baserow-Signature.'
  return reply.code(401).header('www-authenticate', 'Bearer').send({ error })
}

async function receive(deps: Inner, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const raw = rawBodyOf(request)
  const signature = signatureOf(request)
  // Without a signature the bearer let it in.
  const mayEnter = signature === undefined || deps.held.signed(signature, raw)
  if (!mayEnter && !deps.held.areBorne(request.headers.authorization)) return refuse(deps, request, reply)
  const body = parseJson(raw.toString('utf8'))
  if (body === undefined) {
    deps.log.warn({ subject: subjectOf(request) }, 'a Baserow webhook that is not JSON')
    return reply.code(400).send({ error: 'The body is not JSON.' })
  }
  const origin = headerOf(request, 'x-bridge-origin')?.slice(0, 100)
  const event = deps.read(body.is, {
    at: deps.clock.now(),
    raw,
    ...(origin === undefined ? {} : { origin }),
  })
  if (event.is === 'test_call') return answerTest(deps, event.type, request, reply)
  return take(deps, event.delivery, request, reply)
}

function answerTest(deps: Inner, type: string, request: FastifyRequest, reply: FastifyReply) {
  const subject = subjectOf(request)
  deps.log.info({ subject, event_type: type }, 'Baserow tries a webhook out')
  return stored(deps, { subject }, reply, async () => {
    const time = new Date(deps.clock.now()).toISOString()
    await inTime(deps, deps.mark('last_test_call', `${time} ${subject} ${type}`))
    return reply.code(200).send({ test: true })
  })
}

function take(deps: Inner, delivery: Delivery, request: FastifyRequest, reply: FastifyReply) {
  const { event, type, unusable } = delivery
  const told = { subject: subjectOf(request), event_id: event, event_type: type }
  if (unusable !== undefined)
    deps.log.warn({ ...told, because: unusable }, 'a Baserow webhook that can not be used')
  return stored(deps, told, reply, async () => {
    if ((await inTime(deps, deps.take(delivery))) === 'duplicate')
      return reply.code(200).send({ duplicate: true, event_id: event })
    const seconds = secondsToWait(request.headers.prefer)
    if (seconds !== undefined) return answerEnd(deps, delivery, seconds, reply)
    return reply.code(202).send({ accepted: true, event_id: event })
  })
}

async function answerEnd(deps: Inner, { event, changes }: Delivery, seconds: number, reply: FastifyReply) {
  reply.header('preference-applied', `wait=${seconds}`)
  const entities = changes.map(({ entity }) => entity)
  // It is stored: that nobody can say how it ended is no fault.
  const ended = await deps.finished(event, entities, seconds * 1000).catch(() => undefined)
  if (ended === undefined) return reply.code(202).send({ accepted: true, event_id: event })
  const page = ended.page === undefined ? {} : { page_id: ended.page }
  return reply.code(200).send({ processed: true, event_id: event, ...page })
}

/** A store that is away keeps what it is given until it is back; Baserow waits for five seconds. */
function inTime<T>({ clock }: Inner, stored: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const takeBack = clock.after(PATIENCE_MS, () => reject(new Error('the store does not answer')))
    stored.then(resolve, reject).finally(takeBack)
  })
}

/** Nothing is acknowledged that is not stored; Baserow comes again. */
async function stored(
  { log }: Inner,
  told: object,
  reply: FastifyReply,
  storeAndAnswer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await storeAndAnswer()
  } catch (error) {
    log.error({ ...told, err: error }, 'a Baserow webhook could not be stored')
    return reply.code(503).send({ error: 'The event could not be stored: please send it again.' })
  }
}

/** A body that is too large is content too: who bears the secret is not told off for it. A signature can't be checked. */
function answerTrouble(deps: Inner, error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error.statusCode !== 413) return answerFault(error, request, reply)
  const at = deps.clock.now()
  const unusable = 'its body is larger than 25 MB'
  if (!deps.held.areBorne(request.headers.authorization)) {
    deps.log.warn({ subject: subjectOf(request), because: unusable }, 'a Baserow webhook is refused')
    return reply.code(413).send({ error: `This can not be taken: ${unusable}.` })
  }
  const given = eventIdSchema.safeParse(headerOf(request, 'x-baserow-delivery')).data
  const event = given ?? `too-large-${at}`
  const key = `baserow/too-large/${subjectOf(request)}/${event}`
  const delivery: Delivery = { key, event, source: 'baserow', type: 'unknown', at, changes: [], unusable }
  return take(deps, delivery, request, reply)
}

const paramsSchema = z.object({ subject: z.string() })

/** Only a name, for people; the body says which table it is. */
function subjectOf(request: FastifyRequest): string {
  return paramsSchema.safeParse(request.params).data?.subject.slice(0, 100) ?? ''
}

function signatureOf(request: FastifyRequest): string | undefined {
  return headerOf(request, 'x-baserow-signature')
}
