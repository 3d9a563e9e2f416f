import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Changes } from '../../runs/ports.ts'
import { SECURITY_HEADERS } from '../headers.ts'

export type Live = {
  /** Keeps the answer open and sends the id of each run that changes. Answers 503 when too many look on. */
  open(reply: FastifyReply): FastifyReply
  close(): void
}

const MOST_CLIENTS = 200
const BEAT_MS = 15_000
const RETRY_MS = 2000
/** A browser that takes nothing any more is let go; it comes back by itself. */
const MOST_WAITING_BYTES = 64 * 1024

/** Server-sent events, one subscription for all who look on. */
export function createLive(changes: Changes, options: { most?: number; beatMs?: number } = {}): Live {
  const clients = new Set<ServerResponse>()
  const send = (text: string): void => {
    for (const client of clients) sendTo(client, text)
  }
  const unsubscribe = changes.subscribe((run) => send(`event: changed\ndata: ${JSON.stringify(run)}\n\n`))
  const beat = setInterval(() => send(': still here\n\n'), options.beatMs ?? BEAT_MS).unref()
  return {
    open: (reply) => {
      if (clients.size >= (options.most ?? MOST_CLIENTS)) {
        return reply.code(503).header('retry-after', '30').send({ error: 'Too many pages look on' })
      }
      reply.hijack()
      begin(reply.raw)
      clients.add(reply.raw)
      reply.raw.on('close', () => clients.delete(reply.raw))
      return reply
    },
    close: () => {
      unsubscribe()
      clearInterval(beat)
      for (const client of clients) client.end()
    },
  }
}

function begin(raw: ServerResponse): void {
  raw.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // nginx would keep the events back otherwise.
    'x-accel-buffering': 'no',
  })
  raw.write(`retry: ${RETRY_MS}\n\n`)
}

function sendTo(client: ServerResponse, text: string): void {
  if (client.writableLength > MOST_WAITING_BYTES) client.destroy()
  else client.write(text)
}
