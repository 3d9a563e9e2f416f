import type { FastifyReply } from 'fastify'
import type { Chart } from '../../notify/charts/chart.ts'
import type { Room } from './room.ts'

/** The library writes its styles into the picture; nothing else may come with it. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

export async function sendChart(room: Room, reply: FastifyReply, chart: Chart): Promise<FastifyReply> {
  return reply
    .type('image/svg+xml; charset=utf-8')
    .header('cache-control', 'private, no-cache')
    .header('content-security-policy', PICTURE_POLICY)
    .send(await room.deps.drawChart(chart))
}
