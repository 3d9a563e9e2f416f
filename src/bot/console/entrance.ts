import { html, type SafeHtml } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../../runs/people.ts'
import { noticeToHtml } from './frame.ts'
import { sendPage } from './reply.ts'
import type { Room } from './room.ts'

/**
 * What one sees before having entered. A link in a chat arrives without the strict cookie: browsers leave it out of
 * requests that another site starts. So such a visitor is first sent once more by a page of our own.
 */
export function sendEntrance(room: Room, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { house } = room
  if (request.method === 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
    const main = noticeToHtml('One moment', html`<p><a class="button" href="${request.url}">Continue</a></p>`)
    return sendPage(reply, house, { title: 'One moment', main, again: { seconds: 0, path: request.url } })
  }
  const [title, main] = house.demo
    ? (['Choose whom to act as', chooser(room.deps.directory.everyone)] as const)
    : (['Sign in', askForLink(request)] as const)
  return sendPage(reply, house, { title, main: noticeToHtml(title, main) }, house.demo ? 200 : 401)
}

function chooser(people: readonly Person[]): SafeHtml {
  const items = people.map(
    (person) =>
      html`<li><button class="person-choice" name="person" value="${person.id}"><strong>${person.name}</strong> <span>${person.groups.join(', ')}</span></button></li>`,
  )
  return html`<p>This is the demo: no account is needed, and everything one does is done as the person chosen here.</p><form method="post" action="/console/session"><ul class="people">${items}</ul></form>`
}

function askForLink(request: FastifyRequest): SafeHtml {
  const again = request.method === 'GET' ? request.url : '/console'
  return html`<p>Type <code>/ops link</code> in the chat: Vigie sends you a private link that lets you in for 12 hours.</p><p>Signed in already? <a href="${again}">Open this page again</a></p>`
}
