import { html } from '@remix-run/html-template'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** Nothing stands at this address. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answer(request, reply, 404, 'Nothing is at this address. The console is at /console.')
}

/** Says what went wrong in plain words; the details stay in the log. */
export function answerFault(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOf(error)
  const route = request.routeOptions.url
  if (status >= 500) request.log.error({ err: error, route }, 'request failed')
  else request.log.info({ code: error.code, route, status }, 'request refused')
  return answer(request, reply, status, wordsFor(status))
}

/** Only what Fastify itself found wrong with a request is the sender's fault. */
export function statusOf(error: FastifyError): number {
  const status = error.statusCode ?? 500
  return status >= 400 && status < 500 ? status : 500
}

export function wordsFor(status: number): string {
  if (status === 413) return 'That is more than fits: at most 1 MB is taken here.'
  if (status === 415) return 'This kind of content is not taken here.'
  if (status < 500) return 'The request could not be read.'
  return 'Something went wrong here. It is in the log, and trying again is safe.'
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, words: string): FastifyReply {
  reply.code(status)
  if (request.headers.accept?.includes('text/html') !== true) return reply.send({ error: words })
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Vigie</title></head><body><h1>Vigie</h1><p>${words}</p><p><a href="/console">Open the console</a></p></body></html>`
  return reply.type('text/html; charset=utf-8').send(String(page))
}
