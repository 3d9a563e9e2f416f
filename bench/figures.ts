import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startRedis } from '../test/fakes/redis.ts'
import { type Child, startChild } from './child.ts'
import { writeHistory } from './history.ts'
import type { Row } from './slash-command.ts'
import { percentile } from './statistics.ts'

const RUNS = 10_000
const RECORDS_EACH = 100
const TIMES = 100
const PAUSE_MS = 100

/** A long history on Redis: how fast it is listed, opened and counted, and what that takes of memory. */
export async function figures(): Promise<readonly Row[]> {
  const redis = await startRedis()
  try {
    await writeHistory(redis.url, RUNS, RECORDS_EACH)
    const child = await startChild(path('../dist/main.js'), envFor(redis.url))
    try {
      await sleep(3000)
      return await measure(child)
    } finally {
      await child.stop()
    }
  } finally {
    await redis.stop()
  }
}

async function measure(child: Child): Promise<readonly Row[]> {
  const idle = child.memory()
  const open = await enter(child.origin)
  const anyRun = () => `/console/runs/INC-${1 + Math.floor(Math.random() * RUNS)}`
  await times(5, () => open('/console'))
  const listing = await times(TIMES, () => open('/console'))
  const opening = await times(TIMES, () => open(anyRun()))
  const meanwhile: number[] = []
  const first = await whileListing(
    meanwhile,
    () => open('/console/figures'),
    () => open('/console'),
  )
  const next = await times(TIMES, () => open('/console/figures'))
  const picture = await times(1, () => open('/console/figures.svg'))
  const pictures = await times(TIMES, () => open('/console/figures.svg'))
  return [
    rowOf('listing', listing),
    rowOf('opening a run', opening),
    rowOf('first figures', [first]),
    rowOf('listing meanwhile', meanwhile),
    rowOf('next figures', next),
    rowOf('first picture', picture),
    rowOf('next pictures', pictures),
    { what: 'start', p50: ms(child.startedIn) },
    { what: 'idle memory', p50: mb(idle) },
    { what: 'memory afterwards', p50: mb(child.memory()) },
  ]
}

/** How long `work` takes, while somebody else opens the list again and again. */
async function whileListing(
  took: number[],
  work: () => Promise<number>,
  list: () => Promise<number>,
): Promise<number> {
  let over = false
  const lists = async () => {
    while (!over) {
      took.push(await list())
      await sleep(PAUSE_MS)
    }
  }
  const works = async () => {
    try {
      return await work()
    } finally {
      over = true
    }
  }
  const [ms] = await Promise.all([works(), lists()])
  return ms
}

type Open = (path: string) => Promise<number>

/** Answers how many milliseconds each page took, to its last byte; one that says "not yet" is asked again, as a browser does. */
async function enter(origin: string): Promise<Open> {
  const entered = await fetch(`${origin}/console/session`, {
    method: 'POST',
    body: new URLSearchParams({ person: 'corentin' }),
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  return async (page) => {
    const start = performance.now()
    for (;;) {
      const answer = await fetch(origin + page, { headers: { cookie, accept: 'text/html' } })
      await answer.arrayBuffer()
      if (answer.status === 200) return performance.now() - start
      if (answer.status !== 503) throw new Error(`${page} answered ${answer.status}`)
    }
  }
}

async function times(count: number, work: () => Promise<number>): Promise<readonly number[]> {
  const took: number[] = []
  for (let n = 0; n < count; n += 1) took.push(await work())
  return took
}

function rowOf(what: string, took: readonly number[]): Row {
  const [p50, p99, worst] = [percentile(took, 0.5), percentile(took, 0.99), Math.max(...took)].map(ms)
  return { what, p50: p50 ?? '', p99: p99 ?? '', worst: worst ?? '' }
}

function envFor(redisUrl: string): Readonly<Record<string, string>> {
  return {
    PORT: '0',
    VIGIE_DEMO: '1',
    REDIS_URL: redisUrl,
    VIGIE_CONFIG: path('../vigie.example.yaml'),
    VIGIE_SECRET: 'a secret of the bench, 32 characters',
  }
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}

function mb(value: number): string {
  return `${value.toFixed(0)} MB`
}
