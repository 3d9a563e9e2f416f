import { html } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { figuresChart, GROUNDS, MEASURES, WIDTHS } from '../../notify/charts/figures.ts'
import { patiently, sendAway } from './away.ts'
import { figuresToHtml } from './figures-page.ts'
import type { Visitor } from './frame.ts'
import { sendChart } from './picture.ts'
import { sendPage } from './reply.ts'
import type { Room } from './room.ts'

const pictureSchema = z.object({
  measure: z.enum(MEASURES).default('resolve'),
  ground: z.enum(GROUNDS).default('light'),
  width: z.enum(WIDTHS).default('wide'),
})

/** The first time after a start the whole audit is read; the store may be away as well. */
const COUNTING = {
  title: 'Still counting',
  body: html`<p>The figures are counted from the whole audit, and that takes longer than usual. This page asks again by itself.</p>`,
}

export async function showFigures(
  room: Room,
  visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const figures = await patiently(room, room.deps.view.figures)
  if (figures === 'away') return sendAway(room, visitor, request, reply, COUNTING)
  return sendPage(reply, room.house, { title: 'Figures', visitor, main: figuresToHtml(figures) })
}

export async function sendFiguresPicture(
  room: Room,
  _visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const asked = pictureSchema.safeParse(request.query)
  if (!asked.success) return reply.code(404).send({ error: 'There is no such picture' })
  const figures = await patiently(room, room.deps.view.figures)
  if (figures === 'away') return reply.code(503).send({ error: 'The store does not answer' })
  const { measure, ...shape } = asked.data
  return sendChart(room, reply, figuresChart(figures, measure, shape))
}
