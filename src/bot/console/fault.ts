import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { answerFault, statusOf, wordsFor } from '../fault.ts'
import { sendNotice } from './reply.ts'
import type { Room } from './room.ts'

export function answerConsoleNotFound(room: Room, reply: FastifyReply): FastifyReply {
  const lines = ['There is no page at this address.']
  return sendNotice(reply, room.house, { status: 404, title: 'Nothing here', lines })
}

/** As the server's, in the console's own dress. */
export function answerConsoleFault(
  room: Room,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (request.headers.accept?.includes('text/html') !== true) return answerFault(error, request, reply)
  const status = statusOf(error)
  request.log.error({ err: error, route: request.routeOptions.url, status }, 'console page failed')
  return sendNotice(reply, room.house, { status, title: 'That did not work', lines: [wordsFor(status)] })
}
