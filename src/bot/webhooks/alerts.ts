import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Alert } from '../../runs/alerts.ts'
import type { Clock } from '../../runs/ports.ts'
import { answerFault } from '../fault.ts'
import { keepRawBodies, rawBodyOf } from '../raw-body.ts'
import { parseAlertmanager } from './alerts/alertmanager.ts'
import { parseGeneric } from './alerts/generic.ts'
import type { Parse } from './alerts/parsed.ts'
import { parseUptimerobot } from './alerts/uptimerobot.ts'
import { bearsSecret } from './bearer.ts'
import { readBody } from './body.ts'

export type AlertWebhookDeps = {
  /** One secret, or two during rotation. */
  readonly secrets: readonly string[]
  /** Stores the alerts; the monitor is answered after it. */
  readonly take: (alerts: readonly Alert[]) => Promise<void>
  /** Reports what came with the right secret and could not be used: nothing is silently dropped. */
  readonly unusable: (report: Unusable) => Promise<void>
  readonly log: Logger
  readonly clock: Clock
}

export type AlertSource = (typeof SOURCES)[number]
export type Unusable = { readonly source: AlertSource; readonly because: string }

const SOURCES = ['uptimerobot', 'alertmanager', 'generic'] as const
const PARSERS: Readonly<Record<AlertSource, Parse>> = {
  uptimerobot: parseUptimerobot,
  alertmanager: parseAlertmanager,
  generic: parseGeneric,
}

const PATH = '/api/webhooks/alerts'
const BODY_LIMIT = 5 * 1024 * 1024

const fieldsSchema = z.record(z.string(), z.unknown())

/** What monitors send. Only what can't be read at all is an error to them: a monitor may switch off what fails often. */
export function createAlertWebhooks(deps: AlertWebhookDeps): FastifyPluginAsync {
  return async (server) => {
    keepRawBodies(server)
    for (const source of SOURCES) {
      server.route({
        // UptimeRobot without a POST value sends everything in the address.
        method: source === 'uptimerobot' ? ['POST', 'GET'] : 'POST',
        exposeHeadRoute: false,
        url: `${PATH}/${source}`,
        bodyLimit: BODY_LIMIT,
        onRequest: (request, reply) => admit(deps, source, request, reply),
        handler: (request, reply) => receive(deps, source, request, reply),
        errorHandler: (error, request, reply) => answerTrouble(deps, source, error, request, reply),
      })
    }
    server.post(`${PATH}/:source`, { onRequest: answerUnknown }, answerUnknown)
  }
}

async function answerUnknown(_request: FastifyRequest, reply: FastifyReply) {
  return reply.code(404).send({ error: `No such source: the address ends in one of ${SOURCES.join(', ')}.` })
}

/** Before the body is read. */
async function admit(
  { secrets, log }: AlertWebhookDeps,
  source: AlertSource,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (bearsSecret(request, secrets)) return
  log.warn({ source, ip: request.ip }, 'an alert with a missing or wrong secret')
  const error = 'The secret is missing or wrong: send Authorization: Bearer, or ?token= in the address.'
  return reply.code(401).header('www-authenticate', 'Bearer').send({ error })
}

async function receive(
  deps: AlertWebhookDeps,
  source: AlertSource,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const raw = new TextDecoder().decode(rawBodyOf(request))
  const body = readBody(request.headers['content-type'], raw)
  if (body === undefined) {
    return refuse(deps, reply, 400, { source, because: 'The body is neither JSON nor a form.' })
  }
  const said = source === 'uptimerobot' ? withQuery(request.query, body.is) : body.is
  const parsed = PARSERS[source](said, deps.clock.now())
  if (!parsed.ok) return refuse(deps, reply, 202, { source, because: parsed.because })
  return stored(deps, reply, async () => {
    await deps.take(parsed.alerts)
    return reply.code(202).send({ accepted: true, alerts: parsed.alerts.length })
  })
}

function refuse(deps: AlertWebhookDeps, reply: FastifyReply, status: number, report: Unusable) {
  deps.log.warn(report, 'an alert that can not be used')
  return stored(deps, reply, async () => {
    await deps.unusable(report)
    return reply.code(status).send({ accepted: false, because: report.because })
  })
}

/** Nothing is acknowledged that is not stored. */
async function stored(
  { log }: AlertWebhookDeps,
  reply: FastifyReply,
  storeAndAnswer: () => Promise<FastifyReply>,
) {
  try {
    return await storeAndAnswer()
  } catch (error) {
    log.error({ err: error }, 'an alert could not be stored')
    return reply.code(503).send({ error: 'The alert could not be stored: please send it again.' })
  }
}

function answerTrouble(
  deps: AlertWebhookDeps,
  source: AlertSource,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (error.statusCode !== 413) return answerFault(error, request, reply)
  return refuse(deps, reply, 413, { source, because: 'The body is larger than 5 MB.' })
}

/** The fields of the address, and before them those of the body. The token is no field. */
function withQuery(query: unknown, body: unknown): unknown {
  const { token: _, ...fields } = fieldsSchema.safeParse(query).data ?? {}
  const sent = fieldsSchema.safeParse(body).data
  return sent === undefined ? body : { ...fields, ...sent }
}
