import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../runs/ports.ts'
import type { Status } from '../runs/status.ts'

export type StatusDeps = {
  readonly read: () => Promise<Status>
  /** Pages of these origins may read it; `*` is all. */
  readonly origins: readonly string[]
  readonly clock: Pick<Clock, 'now'>
}

/** Every page of the product asks: the store is asked at most once in this time. */
const FRESH_MS = 5_000

/** `GET /api/status`, for the banner of the product's own pages. While the store is away the last answer stands. */
export function createStatus({ read, origins, clock }: StatusDeps) {
  let known: { readonly status: Status; readonly at: number } | undefined

  async function current(): Promise<Status> {
    if (known !== undefined && clock.now() - known.at < FRESH_MS) return known.status
    const status = await read()
    known = { status, at: clock.now() }
    return status
  }

  return async (server: FastifyInstance): Promise<void> => {
    await server.register(cors, {
      origin: origins.includes('*') ? '*' : [...origins],
      methods: ['GET', 'HEAD'],
      maxAge: 86_400,
    })
    server.get('/api/status', async (request, reply) => {
      reply.header('cache-control', `public, max-age=${FRESH_MS / 1_000}`)
      // Other origins read it on purpose; everything else of this server stays with its own.
      reply.header('cross-origin-resource-policy', 'cross-origin')
      try {
        return await current()
      } catch (error) {
        request.log.warn({ err: error }, 'the status banner could not be read')
        if (known !== undefined) return known.status
        return reply.code(503).send({ error: 'The status is not known at the moment' })
      }
    })
  }
}
