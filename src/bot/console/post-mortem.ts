import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Visitor } from './frame.ts'
import { sendNotice } from './reply.ts'
import type { Room } from './room.ts'

const runSchema = z.object({ id: z.string() })

/** The post-mortem of a run as a Markdown file, to be kept wherever the team keeps them. */
export async function sendPostMortem(
  room: Room,
  _visitor: Visitor,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { id } = runSchema.parse(request.params)
  const document = await room.deps.view.postMortem(id)
  if (document === undefined) {
    const lines = [`${id} is no incident that was resolved.`]
    return sendNotice(reply, room.house, { status: 404, title: 'No post-mortem', lines })
  }
  return reply
    .type('text/markdown; charset=utf-8')
    .header('content-disposition', `attachment; filename="${document.name}"`)
    .header('cache-control', 'no-store')
    .send(document.text)
}
