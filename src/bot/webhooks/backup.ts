import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { AuditRecord, Clock } from '../../runs/ports.ts'
import type { BackupBook } from '../../runs/release/ports.ts'
import { readToldBackup, type ToldBackup } from '../../runs/release/told-backup.ts'
import { answerFault } from '../fault.ts'
import { keepRawBodies, rawBodyOf } from '../raw-body.ts'
import { bearsSecret } from './bearer.ts'
import { readBody } from './body.ts'

export type BackupWebhookDeps = {
  /** One secret, or two during rotation. */
  readonly secrets: readonly string[]
  /** Stores it; the script is answered after it. */
  readonly keep: BackupBook['keep']
  readonly audit: (record: AuditRecord) => Promise<void>
  readonly log: Logger
  readonly clock: Pick<Clock, 'now'>
}

const PATH = '/api/webhooks/backup'
const BODY_LIMIT = 5 * 1024 * 1024

/** What a backup script tells: JSON, a form, or nothing at all, which is a backup that was made now. */
export function createBackupWebhook(deps: BackupWebhookDeps): FastifyPluginAsync {
  return async (server) => {
    keepRawBodies(server)
    server.post(PATH, {
      bodyLimit: BODY_LIMIT,
      onRequest: (request, reply) => admit(deps, request, reply),
      handler: (request, reply) => receive(deps, request, reply),
      errorHandler: (error, request, reply) => answerTrouble(deps, error, request, reply),
    })
  }
}

/** Before the body is read. */
async function admit({ secrets, log }: BackupWebhookDeps, request: FastifyRequest, reply: FastifyReply) {
  if (bearsSecret(request, secrets)) return
  log.warn({ ip: request.ip }, 'news of a backup with a missing or wrong secret')
  const error = 'The secret is missing or wrong: send Authorization: Bearer, or ?token= in the address.'
  return reply.code(401).header('www-authenticate', 'Bearer').send({ error })
}

async function receive(deps: BackupWebhookDeps, request: FastifyRequest, reply: FastifyReply) {
  const raw = new TextDecoder().decode(rawBodyOf(request))
  const body = readBody(request.headers['content-type'], raw)
  if (body === undefined) return refuse(deps, reply, 400, 'The body is neither JSON nor a form.')
  return take(deps, reply, readToldBackup(body.is, deps.clock.now()))
}

function take(deps: BackupWebhookDeps, reply: FastifyReply, told: ToldBackup) {
  if (told.kind === 'unusable') return refuse(deps, reply, 202, told.because)
  if (told.kind === 'failed')
    return stored(deps, reply, async () => {
      const because = 'The backup failed, so it does not count.'
      await audit(deps, 'failed', told.said === '' ? because : `${because} ${told.said}`)
      return reply.code(202).send({ accepted: true, counts: false, because })
    })
  return stored(deps, reply, async () => {
    const kept = await deps.keep(told.backup)
    if (kept === 'known') return reply.code(200).send({ duplicate: true, counts: true })
    const at = new Date(told.backup.at).toISOString()
    await audit(deps, 'done', kept === 'older' ? `${at}, older than the last` : at)
    if (kept === 'kept') return reply.code(202).send({ accepted: true, counts: true, at })
    return reply.code(202).send({ accepted: true, counts: false, because: 'A newer backup is known.' })
  })
}

function refuse(deps: BackupWebhookDeps, reply: FastifyReply, status: number, because: string) {
  deps.log.warn({ because }, 'news of a backup that can not be used')
  return stored(deps, reply, async () => {
    await audit(deps, 'refused', because)
    return reply.code(status).send({ accepted: false, because })
  })
}

function audit({ audit, clock }: BackupWebhookDeps, result: AuditRecord['result'], reason: string) {
  return audit({ at: clock.now(), by: 'backup', door: 'backup', did: 'backup', result, reason })
}

/** Nothing is acknowledged that is not stored. */
async function stored(
  { log }: BackupWebhookDeps,
  reply: FastifyReply,
  storeAndAnswer: () => Promise<FastifyReply>,
) {
  try {
    return await storeAndAnswer()
  } catch (error) {
    log.error({ err: error }, 'news of a backup could not be stored')
    return reply.code(503).send({ error: 'The backup could not be stored: please send it again.' })
  }
}

function answerTrouble(
  deps: BackupWebhookDeps,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (error.statusCode !== 413) return answerFault(error, request, reply)
  return refuse(deps, reply, 413, 'The body is larger than 5 MB.')
}
