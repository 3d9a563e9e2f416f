import { html } from '@remix-run/html-template'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { patiently, sendAway } from './away.ts'
import type { Page, Visitor } from './frame.ts'
import { forScript, forVisitor } from './guard.ts'
import { sendHtml, sendPage } from './reply.ts'
import type { Room } from './room.ts'
import { boardToHtml, syncHead } from './sync-page.ts'
import { tracePage } from './trace-page.ts'
import type { SyncView } from './view.ts'

/** Nothing tells us how the queue changes: the page asks. */
const EVERY_MS = 5_000

const LONGEST_EVENT = 200
const traceSchema = z.object({ event: z.string().trim().max(LONGEST_EVENT).catch('') })

/** Whether Docmost and Baserow are in step, what waits, and what became of an event. */
export function addSync(console: FastifyInstance, room: Room, view: SyncView): void {
  console.get(
    '/sync',
    forVisitor(room, async (visitor, request, reply) => {
      const page = await syncPage(room, view, visitor)
      return page === undefined ? sendAway(room, visitor, request, reply) : sendPage(reply, room.house, page)
    }),
  )
  console.get(
    '/sync/part',
    forScript(room, (visitor, _request, reply) => sendPart(room, view, visitor, reply)),
  )
  console.get(
    '/sync/trace',
    forVisitor(room, (...asked) => showTrace(room, view, ...asked)),
  )
}

/** Undefined while the store is away. */
export async function syncPage(
  room: Room,
  view: SyncView,
  visitor: Visitor,
  typed?: string,
  ms?: number,
): Promise<Page | undefined> {
  const board = await patiently(room, view.board, ms)
  if (board === 'away') return undefined
  const sight = room.sightOf(visitor)
  const main = html`${syncHead(sight, typed)}${boardToHtml(board, sight)}`
  return { title: 'Docmost and Baserow', visitor, main, live: '/console/sync/part', every: EVERY_MS }
}

async function sendPart(
  room: Room,
  view: SyncView,
  visitor: Visitor,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const board = await patiently(room, view.board)
  if (board === 'away') return reply.code(503).send({ error: 'The store does not answer' })
  return sendHtml(reply, String(boardToHtml(board, room.sightOf(visitor))))
}

async function showTrace(
  room: Room,
  view: SyncView,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { event } = traceSchema.parse(request.query)
  const traced = event === '' ? undefined : await patiently(room, () => view.trace(event))
  if (traced === 'away') return sendAway(room, visitor, request, reply)
  const title = event === '' ? 'Trace' : `Trace of ${event}`
  return sendPage(reply, room.house, { title, visitor, main: tracePage(event, traced) })
}
