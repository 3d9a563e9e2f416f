import { html, type SafeHtml } from '@remix-run/html-template'
import type { FastifyReply } from 'fastify'
import { type House, noticeToHtml, type Page, pageToHtml } from './frame.ts'

/**
 * Sends a page. Browsers may keep it for the Back button only, so that what was typed is still there;
 * leaving clears it.
 */
export function sendPage(reply: FastifyReply, house: House, page: Page, status = 200): FastifyReply {
  return sendHtml(reply.code(status), pageToHtml(house, page))
}

export function sendHtml(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'private, no-cache').send(text)
}

/** A page that says one thing and leads back. */
export function sendNotice(
  reply: FastifyReply,
  house: House,
  notice: { status: number; title: string; lines: readonly string[]; more?: SafeHtml },
): FastifyReply {
  const lines = notice.lines.map((line) => html`<p>${line}</p>`)
  const body = html`${lines}${notice.more ?? html`<p><a class="button" href="/console">Open the console</a></p>`}`
  return sendPage(
    reply,
    house,
    { title: notice.title, main: noticeToHtml(notice.title, body) },
    notice.status,
  )
}
