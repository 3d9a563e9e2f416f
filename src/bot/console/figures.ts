import { html } from '@remix-run/html-template'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Chart, GROUNDS, type Shape, WIDTHS } from '../../notify/charts/chart.ts'
import { figuresChart, MEASURES } from '../../notify/charts/figures.ts'
import { RELEASE_MEASURES, releaseChart } from '../../notify/charts/release-figures.ts'
import { patiently, sendAway } from './away.ts'
import { figuresToHtml } from './figures-page.ts'
import type { Visitor } from './frame.ts'
import { sendChart } from './picture.ts'
import { sendPage } from './reply.ts'
import type { Room } from './room.ts'
import type { ConsoleView } from './view.ts'

const pictureSchema = z.object({
  measure: z.enum([...MEASURES, ...RELEASE_MEASURES]).default('resolve'),
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
  const { view } = room.deps
  const read = await patiently(room, () => Promise.all([view.figures(), view.releaseFigures()]))
  if (read === 'away') return sendAway(room, visitor, request, reply, COUNTING)
  return sendPage(reply, room.house, { title: 'Figures', visitor, main: figuresToHtml(...read) })
}

export async function sendFiguresPicture(
  room: Room,
  _visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const asked = pictureSchema.safeParse(request.query)
  if (!asked.success) return reply.code(404).send({ error: 'There is no such picture' })
  const { measure, ...shape } = asked.data
  const chart = await patiently(room, () => chartOf(room.deps.view, measure, shape))
  if (chart === 'away') return reply.code(503).send({ error: 'The store does not answer' })
  return sendChart(room, reply, chart)
}

async function chartOf(
  view: ConsoleView,
  measure: z.infer<typeof pictureSchema>['measure'],
  shape: Shape,
): Promise<Chart> {
  const ofRelease = RELEASE_MEASURES.find((one) => one === measure)
  if (ofRelease !== undefined) return releaseChart(await view.releaseFigures(), ofRelease, shape)
  const ofIncident = MEASURES.find((one) => one === measure)
  return figuresChart(await view.figures(), ofIncident ?? 'resolve', shape)
}
