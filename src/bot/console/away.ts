import { html, type SafeHtml } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { atMost } from './delivery.ts'
import { noticeToHtml, type Visitor } from './frame.ts'
import { sendPage } from './reply.ts'
import type { Room } from './room.ts'

/** How a page ends up when the store doesn't answer in time: it asks again by itself. */
const AGAIN_SECONDS = 3

/** What the store says, or that it is away: it failed, or took too long. */
export async function patiently<T>(
  room: Room,
  read: () => Promise<T>,
  ms = room.patience.page,
): Promise<T | 'away'> {
  const failed = (error: unknown): 'away' => {
    room.deps.log.warn({ err: error }, 'console could not read the store')
    return 'away'
  }
  return atMost<T | 'away', 'away'>(ms, read().catch(failed), 'away')
}

/** `body` says why one waits, where it is not the store alone. */
export function sendAway(
  room: Room,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
  { title, body }: { title: string; body: SafeHtml } = {
    title: 'The store does not answer',
    body: awayNote(),
  },
) {
  const main = noticeToHtml(title, body)
  const again = { seconds: AGAIN_SECONDS, path: request.url }
  return sendPage(reply, room.house, { title: 'Waiting', visitor, main, again }, 503)
}

export function awayNote(): SafeHtml {
  return html`<p class="empty">What is going on can't be read at the moment. Nothing is lost.</p><p><a href="/console">Open #ops again</a></p>`
}
