import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startRedis } from '../test/fakes/redis.ts'
import { payload } from '../test/fixtures/baserow/payload.ts'
import { type Child, startChild } from './child.ts'
import { closedLoop, openLoop, type Send } from './load.ts'
import type { Row } from './slash-command.ts'
import { median, percentile } from './statistics.ts'
import { createWireClient } from './wire-client.ts'

const RATE = 200
const CONNECTIONS = 64
const ROUNDS = 5
const SECONDS_A_ROUND = 5
const FLAT_OUT_SECONDS = 3
/** More than any of them answers in a round. */
const READY = 120_000
const SECRET = 'a webhook secret of the bench'

const CONTESTANTS = [
  { name: 'Vigie', script: './vigie-webhook.mjs', env: {} },
  { name: 'bare node:http, queue.add', script: './bare-webhook.mjs', env: { WRITE: 'queue' } },
  { name: 'bare node:http, SET NX', script: './bare-webhook.mjs', env: {} },
] as const

type Figures = { readonly name: string; readonly took: number[]; readonly most: number[] }

/** Vigie's route beside the least that checks a signature and writes once, on the same Redis, loaded by turns. */
export async function webhook(): Promise<readonly Row[]> {
  const redis = await startRedis()
  const children: Child[] = []
  try {
    for (const { script, env } of CONTESTANTS)
      children.push(await startChild(path(script), { REDIS_URL: redis.url, SECRET, ...env }))
    await sleep(1000)
    return rowsOf(await measure(children.map(({ origin }) => origin)))
  } finally {
    for (const child of children) await child.stop()
    await redis.stop()
  }
}

async function measure(origins: readonly string[]): Promise<readonly Figures[]> {
  const figures = CONTESTANTS.map(({ name }): Figures => ({ name, took: [], most: [] }))
  const flatOut = (send: Send) => closedLoop(send, CONNECTIONS, FLAT_OUT_SECONDS)
  for (const origin of origins) await load(origin, READY, flatOut)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [n, origin] of origins.entries()) {
      const steady = (send: Send) => openLoop(send, RATE, SECONDS_A_ROUND)
      figures[n]?.took.push(...(await load(origin, RATE * SECONDS_A_ROUND, steady)))
    }
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [n, origin] of origins.entries()) figures[n]?.most.push(await load(origin, READY, flatOut))
  }
  return figures
}

/** Over connections that are opened before; each event is new, and anything but "accepted" ends the bench. */
async function load<T>(origin: string, ready: number, run: (send: Send) => Promise<T>): Promise<T> {
  const events = requests(ready).values()
  const client = await createWireClient(origin, CONNECTIONS)
  try {
    return await run(async () => {
      const { value } = events.next()
      if (value === undefined) throw new Error('nothing is ready to be sent')
      const status = await client.send(value)
      if (status !== 202) throw new Error(`${origin} answered ${status}`)
    })
  } finally {
    client.close()
  }
}

function rowsOf(figures: readonly Figures[]): readonly Row[] {
  const floor = figures.at(-1)?.most ?? []
  return figures.map(({ name, took, most }) => ({
    of: name,
    [`p50 at ${RATE}/s`]: ms(percentile(took, 0.5)),
    p99: ms(percentile(took, 0.99)),
    worst: ms(Math.max(...took)),
    'most a second': median(most).toFixed(0),
    // Round by round: each had the same machine a moment before.
    'of the floor': median(most.map((rate, n) => rate / (floor[n] ?? Number.NaN))).toFixed(2),
  }))
}

/** Made and signed beforehand, which is no work of the server. */
function requests(count: number): readonly Buffer[] {
  const text = payload('rows-updated').toString()
  const fixed = /"event_id": "([^"]+)"/.exec(text)?.[1] ?? ''
  return Array.from({ length: count }, () => {
    const id = randomUUID()
    return request(id, text.replace(fixed, id))
  })
}

function request(id: string, body: string): Buffer {
  const head = [
    'POST /api/webhooks/baserow/projet-changed HTTP/1.1',
    'Host: localhost',
    'User-Agent: python-requests/2.32.5',
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: keep-alive',
    `X-Baserow-Signature: sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    'Content-type: application/json',
    'X-Baserow-Event: rows.updated',
    `X-Baserow-Delivery: ${id}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
