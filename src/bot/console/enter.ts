import { html } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hiddenToHtml } from '../../notify/html/render.ts'
import { noticeToHtml, type Visitor } from './frame.ts'
import { COOKIE } from './guard.ts'
import { sendNotice, sendPage } from './reply.ts'
import type { Room } from './room.ts'
import { SESSION_MS } from './session.ts'

const tokenSchema = z.object({ token: z.string() })
const personSchema = z.object({ person: z.string() })

/**
 * The page behind the private link. It only asks: programs that look at links before people do must not use it up,
 * nobody enters as somebody else without seeing the name, and the form's own request takes the strict cookie along.
 */
export async function showEnter(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const read = tokenSchema.safeParse(request.query)
  const id = read.success ? await room.links.read(read.data.token) : undefined
  const person = id === undefined ? undefined : room.deps.directory.byId(id)
  if (!read.success || person === undefined) return sendBadLink(room, reply)
  const title = `Enter as ${person.name}`
  const form = html`<p>For 12 hours, in this browser.</p><form method="post" action="/console/enter">${hiddenToHtml(read.data)}<button class="button button-primary" autofocus>${title}</button></form>`
  return sendPage(reply, room.house, { title, main: noticeToHtml(`${room.house.service} console`, form) })
}

export async function enter(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const read = tokenSchema.safeParse(request.body)
  const id = read.success ? await room.links.redeem(read.data.token) : undefined
  const person = id === undefined ? undefined : room.deps.directory.byId(id)
  return person === undefined ? sendBadLink(room, reply) : begin(room, person.id, reply)
}

/** The demo: anybody on this machine acts as anybody. */
export async function chooseWhom(room: Room, request: FastifyRequest, reply: FastifyReply) {
  if (!room.deps.demo) {
    return sendNotice(reply, room.house, {
      status: 403,
      title: 'Not taken',
      lines: ['Whom to act as is chosen in the demo only. Type /ops link in the chat for a link.'],
    })
  }
  const read = personSchema.safeParse(request.body)
  const person = read.success ? room.deps.directory.byId(read.data.person) : undefined
  if (person !== undefined) return begin(room, person.id, reply)
  const lines = ['Nobody of that name is in the directory.']
  return sendNotice(reply, room.house, { status: 400, title: 'Not taken', lines })
}

export async function leave(_visitor: Visitor, _request: FastifyRequest, reply: FastifyReply) {
  return reply
    .clearCookie(COOKIE, { path: '/console' })
    .header('clear-site-data', '"cache"')
    .redirect('/console', 303)
}

async function begin(room: Room, person: string, reply: FastifyReply) {
  const token = await room.sessions.issue(person)
  return reply
    .setCookie(COOKIE, token, {
      path: '/console',
      httpOnly: true,
      sameSite: 'strict',
      secure: new URL(room.deps.publicUrl).protocol === 'https:',
      maxAge: SESSION_MS / 1000,
    })
    .redirect('/console', 303)
}

function sendBadLink(room: Room, reply: FastifyReply) {
  const lines = ['This link was used, is older than 10 minutes, or is not one of ours.']
  const more = html`<p>Type <code>/ops link</code> in the chat for a new one.</p>`
  return sendNotice(reply, room.house, { status: 403, title: 'The link is no longer good', lines, more })
}
