import { verify } from '@octokit/webhooks-methods'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { RepositoryEvent } from '../../runs/reconcile.ts'
import { headerOf, keepRawBodies, parseJson, rawBodyOf } from '../raw-body.ts'
import { readEvent } from './github-event.ts'

export type GitHubWebhookDeps = {
  /** One secret, or two with a comma between during rotation. */
  readonly secret: string
  /** `owner/name`: a hook of a whole organisation tells of others too. */
  readonly repository: string
  /** Stores the event. GitHub is answered when it settled; it is told of a failure, and the event can be redelivered. */
  readonly take: (event: RepositoryEvent) => Promise<void>
  /** Somebody should look at what GitHub says now. It returns at once: what is lost of it is found by a timer. */
  readonly nudge?: (() => void) | undefined
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

const BODY_LIMIT = 5 * 1024 * 1024

/** `POST /api/webhooks/github`, signed by GitHub over the raw body. Stored, then acknowledged. */
export function createGitHubWebhook(deps: GitHubWebhookDeps): FastifyPluginAsync {
  const secrets = deps.secret
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
  const { log } = deps

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const name = headerOf(request, 'x-github-event')
    const delivery = headerOf(request, 'x-github-delivery')
    const raw = rawBodyOf(request).toString('utf8')
    if (!(await isSigned(secrets, raw, headerOf(request, 'x-hub-signature-256')))) {
      log.warn({ ip: request.ip, delivery }, 'a GitHub webhook with a bad or missing signature')
      return reply.code(401).send({ error: 'the signature is missing or wrong' })
    }
    const payload = parseJson(raw)
    if (payload === undefined) {
      log.warn({ delivery }, 'a GitHub webhook that is not JSON: its content type must be application/json')
      return reply.code(400).send({ error: 'the body is not JSON' })
    }
    if (name === 'ping') return reply.code(200).send({ pong: true })
    return take(readEvent(name, delivery, payload.is, deps.repository), { event: name, delivery }, reply)
  }

  async function take(
    read: ReturnType<typeof readEvent>,
    told: { event: string | undefined; delivery: string | undefined },
    reply: FastifyReply,
  ): Promise<unknown> {
    if ('ignored' in read) {
      log.info({ ...told, because: read.ignored }, 'a GitHub webhook is ignored')
      return reply.code(202).send({ accepted: true })
    }
    if (read.kind === 'moved_on') {
      deps.nudge?.()
      log.info({ ...told, kind: read.kind }, 'a GitHub webhook is a reason to look')
      return reply.code(202).send({ accepted: true })
    }
    try {
      await deps.take(read)
    } catch (error) {
      log.error({ ...told, err: error }, 'a GitHub webhook could not be stored')
      return reply.code(503).send({ error: 'the event could not be stored; redeliver it' })
    }
    // A release may wait for the pull request of its changelog.
    if (read.kind === 'pull_merged' || read.kind === 'pull_closed') deps.nudge?.()
    log.info({ ...told, kind: read.kind, number: read.number }, 'a GitHub webhook is taken')
    return reply.code(202).send({ accepted: true })
  }

  return async (fastify) => {
    keepRawBodies(fastify)
    fastify.post('/api/webhooks/github', { bodyLimit: BODY_LIMIT }, receive)
  }
}

async function isSigned(
  secrets: readonly string[],
  raw: string,
  signature: string | undefined,
): Promise<boolean> {
  if (raw === '' || signature === undefined || signature === '') return false
  for (const secret of secrets) {
    if (await verify(secret, raw, signature)) return true
  }
  return false
}
