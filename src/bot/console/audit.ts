import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuditRecord } from '../../runs/ports.ts'
import type { Visitor } from './frame.ts'
import { sendNotice } from './reply.ts'
import type { Room } from './room.ts'

/** Who may take the whole audit stream away. */
const MAY_EXPORT = 'owners'

/** Everything that was done, one JSON object a line, oldest first; read and sent in portions. */
export async function exportAudit(
  room: Room,
  { person }: Visitor,
  _request: FastifyRequest,
  reply: FastifyReply,
) {
  if (!person.groups.includes(MAY_EXPORT)) {
    const owners = room.deps.directory.inGroup(MAY_EXPORT).map(({ name }) => name)
    const lines = [`The whole audit may be exported by ${MAY_EXPORT} only: ${owners.join(', ')}.`]
    return sendNotice(reply, room.house, { status: 403, title: 'Refused', lines })
  }
  return reply
    .type('application/jsonl; charset=utf-8')
    .header('content-disposition', 'attachment; filename="vigie-audit.jsonl"')
    .header('cache-control', 'no-store')
    .send(Readable.from(linesOf(room.deps.view.auditExport())))
}

async function* linesOf(records: AsyncIterable<AuditRecord>): AsyncIterable<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`
}
