import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { GROUNDS, WIDTHS } from '../../notify/charts/chart.ts'
import { watchChart } from '../../notify/charts/watch.ts'
import { patiently } from './away.ts'
import type { Visitor } from './frame.ts'
import { sendChart } from './picture.ts'
import type { Room } from './room.ts'

const pathSchema = z.object({ id: z.string() })
const shapeSchema = z.object({
  ground: z.enum(GROUNDS).default('light'),
  width: z.enum(WIDTHS).default('wide'),
})

/** The watch of a release as it stands now: more than the chats are given, who get a file every few minutes. */
export async function sendWatchPicture(
  room: Room,
  _visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const shape = shapeSchema.safeParse(request.query)
  if (!shape.success) return reply.code(404).send({ error: 'There is no such picture' })
  const { id } = pathSchema.parse(request.params)
  const watch = await patiently(room, () => room.deps.view.watch(id))
  if (watch === 'away') return reply.code(503).send({ error: 'The store does not answer' })
  if (watch === undefined) return reply.code(404).send({ error: 'Nothing is watched there' })
  return sendChart(room, reply, watchChart(watch, shape.data))
}
