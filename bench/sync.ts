import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { z } from 'zod'
import { createBaserow } from '../src/adapters/baserow/baserow.ts'
import { createDocmost } from '../src/adapters/docmost/docmost.ts'
import { systemClock } from '../src/adapters/system-clock.ts'
import { startRedis } from '../test/fakes/redis.ts'
import { startChild } from './child.ts'
import { openLoop } from './load.ts'
import type { Row } from './slash-command.ts'
import { median, percentile } from './statistics.ts'
import { KINDS, type Kind, type Remotes } from './sync-kinds.ts'
import { type Posted, startVigie, type VigieUnderTest } from './sync-vigie.ts'

const DELAYS_MS = [0, 20]
const ROUNDS = 3
const EVENTS_A_ROUND = 300
/** As many entities as Vigie looks at at once. */
const LANES = 16
const RATE = 20
const GENTLE_SECONDS = 10

const spentSchema = z.record(z.string(), z.number())

type World = { readonly vigie: VigieUnderTest; readonly plain: Remotes; readonly origin: string }

type Figures = {
  readonly kind: Kind
  readonly delay: number
  readonly vigie: number[]
  readonly plain: number[]
  readonly share: number[]
}

/**
 * Events through the whole of Vigie beside a loop that makes the same remote calls, over the same clients and as many
 * at once, by turns; and what Vigie itself takes of one event: from its sending to its end, without the remote calls.
 */
export async function sync(): Promise<readonly Row[]> {
  const redis = await startRedis()
  const remotes = await startChild(path('./sync-remotes.mjs'), {})
  const { origin } = remotes
  const vigie = await startVigie(redis.url, origin)
  const log = pino({ level: 'silent' })
  const baserow = createBaserow({ url: origin, token: 'token', log })
  const docmost = createDocmost({ url: origin, account: { token: 'token' }, log, clock: systemClock })
  try {
    const [space] = await docmost.spaces()
    await sleep(3000)
    return rowsOf(await measure({ vigie, plain: { baserow, docmost, space: space?.id ?? '' }, origin }))
  } finally {
    await vigie.stop()
    await Promise.all([baserow.close(), docmost.close()])
    await remotes.stop()
    await redis.stop()
  }
}

async function measure(world: World): Promise<readonly Figures[]> {
  const rows = createRows()
  const figures = DELAYS_MS.flatMap((delay) =>
    KINDS.map((kind): Figures => ({ kind, delay, vigie: [], plain: [], share: [] })),
  )
  await warmUp(world, rows(EVENTS_A_ROUND))
  for (const delay of DELAYS_MS) {
    await answerIn(world, delay)
    const some = figures.filter((one) => one.delay === delay)
    const gentle = rows(RATE * GENTLE_SECONDS)
    for (const { kind, share } of some) share.push(...(await shares(world, kind, gentle, delay)))
    for (let round = 0; round < ROUNDS; round += 1) {
      const [through, loop] = [rows(EVENTS_A_ROUND), rows(EVENTS_A_ROUND)]
      for (const { kind, vigie } of some) vigie.push(await throughVigie(world, kind, through))
      for (const { kind, plain } of some) plain.push(await plainly(world, kind, loop))
    }
  }
  return figures
}

async function warmUp(world: World, rows: readonly number[]): Promise<void> {
  for (const kind of KINDS) {
    await throughVigie(world, kind, rows)
    await plainly(world, kind, rows)
  }
}

/** Events a second, from the first that is sent to the last that is worked off. */
async function throughVigie({ vigie }: World, kind: Kind, rows: readonly number[]): Promise<number> {
  const start = performance.now()
  const posted: Posted[] = []
  await inLanes(rows, async (n) => void posted.push(await vigie.post(kind, n)))
  await vigie.idle()
  const took = performance.now() - start
  for (const one of posted) await vigie.endOf(one)
  return (rows.length * 1000) / took
}

async function plainly({ plain }: World, kind: Kind, rows: readonly number[]): Promise<number> {
  const start = performance.now()
  await inLanes(rows, (n) => kind.plainly(plain, n))
  return (rows.length * 1000) / (performance.now() - start)
}

async function inLanes(rows: readonly number[], act: (n: number) => Promise<void>): Promise<void> {
  const left = rows.values()
  const lane = async () => {
    for (const n of left) await act(n)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** Milliseconds of each event that were not spent in a remote, as the remotes themselves measured it. */
async function shares(
  world: World,
  kind: Kind,
  rows: readonly number[],
  delay: number,
): Promise<readonly number[]> {
  const { vigie } = world
  const left = rows.values()
  const posted: Posted[] = []
  const send = async () => {
    const { value: n } = left.next()
    if (n !== undefined) posted.push(await vigie.post(kind, n))
  }
  await openLoop(send, RATE, rows.length / RATE)
  await vigie.idle()
  const remote = await answerIn(world, delay)
  return Promise.all(
    posted.map(async (one) => (await vigie.endOf(one)) - one.at - (remote.get(one.n) ?? Number.NaN)),
  )
}

/** Sets how long the remotes take for an answer; answers how long they took since this was asked last, by row. */
async function answerIn({ origin }: World, delay: number): Promise<ReadonlyMap<number, number>> {
  const answer = await fetch(`${origin}/bench`, { method: 'POST', body: JSON.stringify({ delay }) })
  const spent = spentSchema.parse(await answer.json())
  return new Map(Object.entries(spent).map(([n, ms]) => [Number(n), ms]))
}

function createRows(): (count: number) => readonly number[] {
  let last = 0
  return (count) =>
    Array.from({ length: count }, () => {
      last += 1
      return last
    })
}

function rowsOf(figures: readonly Figures[]): readonly Row[] {
  return figures.map(({ kind, delay, vigie, plain, share }) => ({
    event: kind.name,
    'remotes answer in': `${delay} ms`,
    'Vigie a second': median(vigie).toFixed(0),
    'plain loop': median(plain).toFixed(0),
    'of the loop': (median(vigie) / median(plain)).toFixed(2),
    [`own share p50 at ${RATE}/s`]: ms(percentile(share, 0.5)),
    p99: ms(percentile(share, 0.99)),
    worst: ms(Math.max(...share)),
  }))
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
