import { setTimeout as pause } from 'node:timers/promises'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { answerFault, answerNotFound } from './fault.ts'
import { SECURITY_HEADERS } from './headers.ts'
import type { Metrics } from './metrics.ts'
import { sameSecret } from './same-secret.ts'

/** What `/healthz` and `/readyz` tell a monitor. */
export type Health = {
  readonly store: 'memory' | 'redis'
  /** By name: `slack`, `teams` ... */
  readonly surfaces: Readonly<Record<string, 'on' | 'off'>>
  /** Settles when the store answered; rejects when it can't. */
  readonly ping: () => Promise<unknown>
}

export type ServerDeps = {
  readonly log: FastifyBaseLogger
  readonly health: Health
  /** Without a token only this machine may read them. */
  readonly metrics?: { readonly read: Metrics; readonly token?: string | undefined }
}

/** How long the store may take before the process counts as not ready. */
const READY_WITHIN_MS = 1000
const BODY_LIMIT = 1024 * 1024
const HEADERS = Object.entries(SECURITY_HEADERS)
/** For a whole request to arrive; Fastify would wait for ever. */
const REQUEST_WITHIN_MS = 60_000

/** The one HTTP server. Surfaces register themselves as plugins; each parses bodies in its own scope. */
export function createServer(deps: ServerDeps): FastifyInstance {
  const server = Fastify({
    loggerInstance: deps.log,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_WITHIN_MS,
    // Fastify's own lines hold whole addresses, and some addresses hold a token.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  })
  // Both by callback: a promise for each answer is felt at thousands a second.
  server.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of HEADERS) {
      // A route may open itself to others on purpose.
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    done(null, payload)
  })
  server.addHook('onResponse', ({ method, routeOptions, log }, { statusCode: status, elapsedTime }, done) => {
    if (deps.log.level === 'debug' || deps.log.level === 'trace')
      log.debug({ method, route: routeOptions.url, status, ms: Math.round(elapsedTime) }, 'answered')
    done()
  })
  server.setNotFoundHandler(answerNotFound)
  server.setErrorHandler(answerFault)
  addHealth(server, deps.health)
  if (deps.metrics !== undefined) addMetrics(server, deps.metrics)
  return server
}

function addHealth(server: FastifyInstance, { store, surfaces, ping }: Health): void {
  server.get('/healthz', async () => ({ status: 'ok', store, surfaces }))
  server.get('/readyz', async (_request, reply) => {
    if (await answers(ping)) return { ready: true }
    return reply.code(503).send({ ready: false, because: `the ${store} store did not answer within 1 s` })
  })
}

async function answers(ping: () => Promise<unknown>): Promise<boolean> {
  const given = new AbortController()
  const late = pause(READY_WITHIN_MS, false, { signal: given.signal }).catch(() => false)
  const answered = ping().then(
    () => true,
    () => false,
  )
  const ready = await Promise.race([answered, late])
  given.abort()
  return ready
}

function addMetrics(server: FastifyInstance, { read, token }: NonNullable<ServerDeps['metrics']>): void {
  server.get('/metrics', async (request, reply) => {
    if (!mayRead(request, token)) {
      return reply.code(403).send({ error: 'Metrics are for this machine, or with the bearer token' })
    }
    return reply.type(read.contentType).send(await read.text())
  })
}

/** A proxy on this machine makes everybody look local: what it forwards is not. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  const { authorization } = request.headers
  if (token !== undefined) return sameSecret(authorization ?? '', `Bearer ${token}`)
  const forwarded = 'x-forwarded-for' in request.headers || 'forwarded' in request.headers
  return !forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
}
