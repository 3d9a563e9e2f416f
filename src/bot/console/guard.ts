import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sameSecret } from '../same-secret.ts'
import { sendEntrance } from './entrance.ts'
import type { Visitor } from './frame.ts'
import { sendNotice } from './reply.ts'
import type { Room } from './room.ts'
import { isSameOrigin } from './same-origin.ts'

export const COOKIE = 'vigie_console'

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
export type VisitorHandler = (
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>

/** Who sends this; undefined without a valid session, or for somebody who left the directory. */
export async function visitorOf(room: Room, request: FastifyRequest): Promise<Visitor | undefined> {
  const session = await room.sessions.read(request.cookies[COOKIE])
  const person = session && room.deps.directory.byId(session.person)
  return session && person && { person, csrf: session.csrf }
}

/** A page for whoever has entered; the entrance for everybody else. */
export function forVisitor(room: Room, handler: VisitorHandler): Handler {
  return async (request, reply) => {
    const visitor = await visitorOf(room, request)
    return visitor === undefined ? sendEntrance(room, request, reply) : handler(visitor, request, reply)
  }
}

/** A part of a page, or a picture on it: no entrance where nobody reads it. */
export function forScript(room: Room, handler: VisitorHandler): Handler {
  return async (request, reply) => {
    const visitor = await visitorOf(room, request)
    if (visitor === undefined) return reply.code(401).send({ error: 'Nobody is signed in here' })
    return handler(visitor, request, reply)
  }
}

/** Changes come from our own page only, with the session's token in them. */
export function forOwnForm(room: Room, handler: VisitorHandler): Handler {
  return fromOwnPage(room, async (request, reply) => {
    const visitor = await visitorOf(room, request)
    if (visitor === undefined) return sendEntrance(room, request, reply)
    if (!carriesToken(request.body, visitor.csrf)) {
      return refuse(room, request, reply, 'csrf', [
        `This page was made for another session; you are ${visitor.person.name} now.`,
        'Nothing was changed. Open the console again and repeat it there.',
      ])
    }
    return handler(visitor, request, reply)
  })
}

export function fromOwnPage(room: Room, handler: Handler): Handler {
  return async (request, reply) => {
    if (isSameOrigin(request.headers)) return handler(request, reply)
    return refuse(room, request, reply, 'cross_site', [
      "This didn't come from one of Vigie's own pages, so nothing was changed.",
    ])
  }
}

function refuse(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  reason: 'csrf' | 'cross_site',
  lines: readonly string[],
): FastifyReply {
  request.log.warn({ reason, route: request.routeOptions.url }, 'console refused a form')
  return sendNotice(reply, room.house, { status: 403, title: 'Not taken', lines })
}

const tokenBody = z.object({ csrf: z.string() })

function carriesToken(body: unknown, csrf: string): boolean {
  const read = tokenBody.safeParse(body)
  return read.success && sameSecret(read.data.csrf, csrf)
}
