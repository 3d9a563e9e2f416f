import { html, type SafeHtml } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Answer, answerToHtml } from './answer.ts'
import { awayNote, patiently, sendAway } from './away.ts'
import { commandBox, feedToHtml } from './feed.ts'
import type { Page, Visitor } from './frame.ts'
import { sendHtml, sendNotice, sendPage } from './reply.ts'
import type { Room } from './room.ts'
import { runHead, runToHtml } from './run-page.ts'
import { syncPage } from './sync.ts'
import { SYNC } from './sync-page.ts'

const runSchema = z.object({ id: z.string() })

/** What the command box suggests. */
const EXAMPLE = '/incident sev1 Docmost is down'

/** The first page: #ops. */
export async function showFeed(room: Room, visitor: Visitor, request: FastifyRequest, reply: FastifyReply) {
  const page = await feedPage(room, visitor)
  if (page !== undefined) return sendPage(reply, room.house, page)
  return sendAway(room, visitor, request, reply)
}

export async function showRun(room: Room, visitor: Visitor, request: FastifyRequest, reply: FastifyReply) {
  const { id } = runSchema.parse(request.params)
  const page = await runPage(room, visitor, id)
  if (page === 'away') return sendAway(room, visitor, request, reply)
  if (page !== undefined) return sendPage(reply, room.house, page)
  return sendNotice(reply, room.house, {
    status: 404,
    title: 'No such run',
    lines: [`There is no run ${id}.`],
  })
}

/** What the live script exchanges. */
export async function sendFeedPart(
  room: Room,
  visitor: Visitor,
  _request: FastifyRequest,
  reply: FastifyReply,
) {
  const part = await readFeed(room, visitor)
  if (part === undefined) return reply.code(503).send({ error: 'The store does not answer' })
  return sendHtml(reply, String(part.html))
}

export async function sendRunPart(
  room: Room,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const part = await readRun(room, visitor, runSchema.parse(request.params).id)
  if (part === 'away') return reply.code(503).send({ error: 'The store does not answer' })
  if (part === undefined) return reply.code(404).send({ error: 'There is no such run' })
  return sendHtml(reply, String(part))
}

/** The page that an answer stands on: the one that it came from, of a run or of the sync, or the feed. The answer is shown even when the store is away. */
export async function answerPage(
  room: Room,
  visitor: Visitor,
  answer: Answer,
  { from, typed }: { from?: string | undefined; typed?: string },
): Promise<Page> {
  const sight = room.sightOf(visitor)
  const top = answerToHtml(answer, sight)
  const page = await pageBelow(room, visitor, from, typed)
  if (page !== undefined) return { ...page, main: html`${top}${page.main}` }
  return {
    title: '#ops',
    visitor,
    main: html`${top}${commandBox(sight, { typed, example: EXAMPLE })}${awayNote()}`,
  }
}

/** The person has waited for the answer already, so the page around it gets less patience. */
async function pageBelow(
  room: Room,
  visitor: Visitor,
  from?: string,
  typed?: string,
): Promise<Page | undefined> {
  const ms = room.patience.page / 4
  const { sync } = room.deps.view
  if (from === SYNC && sync !== undefined) return syncPage(room, sync, visitor, typed, ms)
  const run = from === undefined ? undefined : await runPage(room, visitor, from, typed, ms)
  if (run === 'away') return undefined
  return run ?? feedPage(room, visitor, typed, ms)
}

async function feedPage(
  room: Room,
  visitor: Visitor,
  typed?: string,
  ms?: number,
): Promise<Page | undefined> {
  const part = await readFeed(room, visitor, ms)
  if (part === undefined) return undefined
  const title = part.open === 0 ? '#ops' : `(${part.open}) #ops`
  const box = commandBox(room.sightOf(visitor), { typed, example: EXAMPLE })
  const main = html`<h1 class="channel">#ops</h1>${box}${part.html}`
  return { title, visitor, main, live: '/console/feed' }
}

async function runPage(
  room: Room,
  visitor: Visitor,
  id: string,
  typed?: string,
  ms?: number,
): Promise<Page | 'away' | undefined> {
  const part = await readRun(room, visitor, id, ms)
  if (part === 'away' || part === undefined) return part
  const main = html`${runHead(id, room.sightOf(visitor), typed)}${part}`
  return { title: id, visitor, main, live: `/console/runs/${encodeURIComponent(id)}/part` }
}

async function readFeed(
  room: Room,
  visitor: Visitor,
  ms?: number,
): Promise<{ html: SafeHtml; open: number } | undefined> {
  const { view, talk } = room.deps
  const sight = room.sightOf(visitor)
  const speaker = { person: visitor.person, door: 'console', key: `console:${sight.nonce()}` } as const
  const read = await patiently(room, () => Promise.all([view.feed(visitor.person), talk.home(speaker)]), ms)
  if (read === 'away') return undefined
  const [feed, home] = read
  const open = feed.threads.filter((thread) => thread.open).length
  return { html: feedToHtml(feed, home.waiting, sight), open }
}

async function readRun(
  room: Room,
  visitor: Visitor,
  id: string,
  ms?: number,
): Promise<SafeHtml | 'away' | undefined> {
  const run = await patiently(room, () => room.deps.view.run(id), ms)
  return run === undefined || run === 'away' ? run : runToHtml(run, room.sightOf(visitor))
}
