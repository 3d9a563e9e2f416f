import cors from '@fastify/cors'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '../runs/ports.ts'
import type { Status } from '../runs/status.ts'

export type StatusDeps = {
  readonly read: () => Promise<Status>
  /** Pages of these origins may read it; `*` is all. */
  readonly origins: readonly string[]
  readonly clock: Clock
}

/** Every page of the product asks: the store is asked at most once in this time. */
const FRESH_MS = 5_000
/** How long the store may take; a page that waits for its banner shows nothing. */
const READ_WITHIN_MS = 1_000
const PATH = '/api/status'

/** `GET /api/status`, for the banner of the product's own pages. While the store is away the last answer stands. */
export function createStatus({ read, origins, clock }: StatusDeps) {
  const current = createReading(read, clock)

  return async (server: FastifyInstance): Promise<void> => {
    await server.register(cors, {
      origin: origins.includes('*') ? '*' : [...origins],
      methods: ['GET', 'HEAD'],
      maxAge: 86_400,
      // The plugin would answer for every address of this server; only this one is open.
      preflight: false,
    })
    server.options(PATH, { config: { cors: { preflight: true } } }, async (_request, reply) => reply.send())
    server.get(PATH, async (request, reply) => {
      // Other origins read it on purpose; everything else of this server stays with its own.
      reply.header('cross-origin-resource-policy', 'cross-origin')
      const { status, error } = await current()
      if (error !== undefined) request.log.warn({ err: error }, 'the status banner could not be read')
      return status === undefined ? unknown(reply) : reply.header('cache-control', PUBLIC).send(status)
    })
  }
}

const PUBLIC = `public, max-age=${FRESH_MS / 1_000}`

function unknown(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header('cache-control', 'no-store')
    .send({ error: 'The status is not known at the moment' })
}

type Known = { readonly status: Status; readonly at: number }
type Answer = { readonly status?: Status | undefined; readonly error?: unknown }

/** Answers what is known for as long as it is fresh. Whoever comes while the store is asked waits for the same answer. */
function createReading(read: () => Promise<Status>, clock: Clock): () => Promise<Answer> {
  let known: Known | undefined
  let asking: Promise<Answer> | undefined

  async function ask(): Promise<Answer> {
    try {
      const status = await read()
      known = { status, at: clock.now() }
      return { status }
    } catch (error) {
      return { status: known?.status, error }
    } finally {
      asking = undefined
    }
  }

  return async () => {
    if (known !== undefined && clock.now() - known.at < FRESH_MS) return known
    asking ??= ask()
    return within(asking, clock, () => ({ status: known?.status, error: new Error('the store is slow') }))
  }
}

function within(answer: Promise<Answer>, clock: Clock, late: () => Answer): Promise<Answer> {
  return new Promise((settle) => {
    const cancel = clock.after(READ_WITHIN_MS, () => settle(late()))
    answer.then((given) => {
      cancel()
      settle(given)
    })
  })
}
