import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { registerHooks } from '../../script/demo/hooks.ts'
import { type DemoWorld, startDemoWorld } from '../../script/demo/world.ts'
import { createBaserowHooks } from '../../src/adapters/baserow/hooks.ts'
import { createRedisSyncStorage } from '../../src/adapters/redis/sync/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import type { SyncStorage } from '../../src/sync/storage.ts'
import { freePort, type RedisServer, startRedis } from '../fakes/redis.ts'
import { createVigieProcess, type VigieProcess } from './process.ts'

/**
 * 300 kills are what is promised, and what `npm run chaos` does: a start costs a second of a core, so they take about
 * three minutes of two. The suite has half a minute for this file and makes do with fewer, of as many rows.
 */
const KILLS = Number(process.env['SYNC_KILLS'] ?? 40)
const ROWS = 200
/** Both work, and are killed, side by side; Baserow calls the first. */
const REPLICAS = 2
/** A kill comes at a random moment up to this long after the next process is ready. */
const LIVES_MS = 150
/** Every second kill waits for Docmost to make a page for a new row, and comes before Vigie can write down whose it is. */
const AIMED_EVERY = 2
const AIMED_WITHIN_MS = 500
/** A job that dies with its worker waits 5 s for the next one, and may die again. */
const SETTLED_WITHIN_MS = 120_000
/** Two rows of one person come up to this long after each other. */
const TYPES_MS = 200
const NADIA = 12
const BOT = 'vigie@formation-hub.example'

type Replica = {
  readonly vigie: VigieProcess
  /** Resolves when Docmost has made the next page for it. */
  created(): Promise<boolean>
}

type World = DemoWorld & {
  readonly redis: RedisServer
  readonly replicas: readonly Replica[]
  readonly sync: SyncStorage
}

async function createWorld(): Promise<World> {
  const waiting = new Map<string, () => void>()
  const remotes = await startDemoWorld({
    answered: (route, caller = '') => route === 'pages/create' && waiting.get(caller)?.(),
  })
  const redis = await startRedis()
  const sync = createRedisSyncStorage(redis.url, { clock: systemClock, log: pino({ level: 'silent' }) })
  sync.start()
  const replica = async (): Promise<Replica> => {
    // A login at each start would be more than Docmost allows.
    const token = await login(remotes)
    const vigie = createVigieProcess(await freePort(), {
      ...environmentOf(remotes, redis),
      DOCMOST_TOKEN: token,
    })
    const created = () =>
      new Promise<boolean>((resolve) => waiting.set(`Bearer ${token}`, () => resolve(true)))
    return { vigie, created }
  }
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, replica))
  return { ...remotes, redis, replicas, sync }
}

function environmentOf({ variables }: DemoWorld, redis: RedisServer): Readonly<Record<string, string>> {
  const { DOCMOST_EMAIL: _email, DOCMOST_PASSWORD: _password, ...rest } = variables
  return {
    VIGIE_DEMO: '1',
    VIGIE_CONFIG: 'vigie.example.yaml',
    VIGIE_SECRET: 'a secret of the tests, long enough',
    LOG_LEVEL: 'fatal',
    REDIS_URL: redis.url,
    ...rest,
  }
}

async function login({ docmost, variables }: DemoWorld): Promise<string> {
  const answer = await fetch(`${docmost.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: BOT, password: variables['DOCMOST_PASSWORD'] }),
  })
  return /authToken=([^;]+)/.exec(answer.headers.getSetCookie().join())?.[1] ?? ''
}

/** Leaves nothing behind. */
async function end({ replicas, sync, redis, baserow, docmost }: World): Promise<void> {
  await Promise.all(replicas.map(({ vigie }) => vigie.stop()))
  await sync.stop()
  await redis.stop()
  await Promise.all([baserow.close(), docmost.close()])
}

type Torment = { readonly aimed: number; readonly mended: number; readonly pages: number }

/** A person goes on typing rows while Vigie is killed; answers how many kills hit right after a page was made. */
async function torment(world: World): Promise<Torment> {
  const { replicas, baserow, docmost } = world
  let [kills, aimed, mended, rows, failed] = [0, 0, 0, 0, false]
  const nadia = baserow.asUser(NADIA)
  const type = () => {
    if (rows === ROWS) return
    rows += 1
    nadia.create('projet', { nom: `Numéro ${rows}`, client: [1 + (rows % 3)], statut: 'en cours' })
  }
  const killing = async ({ vigie, created }: Replica) => {
    while (kills < KILLS && !failed) {
      kills += 1
      const isAimed = kills % AIMED_EVERY === 0
      await vigie.ready()
      const page = created()
      if (isAimed) type()
      if (!isAimed) await sleep(Math.random() * LIVES_MS)
      else if (await Promise.race([page, sleep(AIMED_WITHIN_MS, false)])) aimed += 1
      await vigie.kill()
      await vigie.start()
    }
  }
  const typing = async () => {
    while (rows < ROWS && !failed) {
      if (rows < (ROWS * kills) / KILLS) type()
      await sleep(Math.random() * TYPES_MS)
      mended += await mendHooks(world)
    }
  }
  const fail = (error: unknown) => {
    failed = true
    throw error
  }
  // What failed ends the rest too, before the world is taken down.
  const ends = await Promise.allSettled([...replicas.map(killing), typing()].map((one) => one.catch(fail)))
  for (const one of ends) if (one.status === 'rejected') throw one.reason
  return { aimed, mended, pages: docmost.pages().length }
}

/** Nine failures in a row switch a webhook off. The watch looks every five minutes, which is longer than all this takes. */
async function mendHooks({ baserow }: World): Promise<number> {
  const isOff = ({ hook }: { readonly hook: number }) => !baserow.hook(hook).active
  if (!baserow.dropped.some(isOff)) return 0
  const hooks = createBaserowHooks({ url: baserow.url, ...baserow.account, log: { debug: () => undefined } })
  let mended = 0
  for (const table of ['client', 'projet'])
    for (const hook of await hooks.list(baserow.table(table))) {
      if (hook.active) continue
      await hooks.repair(hook.id, hook)
      mended += 1
    }
  await hooks.close()
  return mended
}

/** Every row has its page, which names it by its label, and which our store knows; there is no other page of ours. */
async function judge({ baserow, docmost, sync }: World): Promise<void> {
  const rows = baserow.rows('projet')
  expect(rows).toHaveLength(ROWS + 1)
  const mine = docmost.pages().filter(({ createdBy }) => createdBy === BOT)
  const projects = mine.filter(({ title }) => title?.startsWith('Projet '))
  const label = (id: unknown) => `baserow-t${baserow.table('projet')}-r${id}`
  const found = projects.map(({ id, title, labels, trashed }) => ({
    id,
    title,
    labels: [...labels],
    trashed,
  }))
  const wanted = rows.map((row) => ({
    id: row['docmost_page_id'],
    title: expect.stringContaining(`Projet ${row['nom']} - `),
    labels: [label(row['id'])],
    trashed: false,
  }))
  const byLabel = (one: { labels: readonly string[] }, other: { labels: readonly string[] }) =>
    String(one.labels).localeCompare(String(other.labels), 'en', { numeric: true })
  expect(found.sort(byLabel)).toEqual(wanted.sort(byLabel))
  const linked = await Promise.all(rows.map(({ id }) => sync.book.links.pageOf(`projet:${id}`)))
  expect(linked).toEqual(rows.map((row) => row['docmost_page_id']))
  // Those of the one formation and of its two blocs.
  expect(mine).toHaveLength(projects.length + 3)
  expect(await sync.book.waiting.count()).toEqual({ parked: 0, dead: 0, held: 0 })
  expect(await sync.queue.count()).toEqual({ deliveries: 0, entities: 0 })
}

describe('kill -9', () => {
  it(`at ${KILLS} random points of ${ROWS} creates leaves one page for each row`, async () => {
    const world = await createWorld()
    try {
      await Promise.all(world.replicas.map(({ vigie }) => vigie.start()))
      await registerHooks(world, Number(new URL(world.replicas[0]?.vigie.origin ?? '').port))
      const began = Date.now()
      const torments = await torment(world)
      const tormented = Date.now()
      await vi.waitFor(() => judge(world), { timeout: SETTLED_WITHIN_MS, interval: 500 })
      report(world, torments, [tormented - began, Date.now() - tormented])
      expect([...world.baserow.refused, ...world.docmost.refused, ...world.docmost.dropped]).toEqual([])
    } finally {
      await end(world)
    }
  })
})

function report({ baserow }: World, { aimed, mended, pages }: Torment, times: readonly number[]): void {
  const [torment, rest] = times.map((ms) => `${(ms / 1000).toFixed(1)} s`)
  const failed = baserow.deliveries.filter(({ status }) => status >= 400 || status === 0).length
  const webhooks = `${baserow.deliveries.length} webhooks, ${failed} failed, ${baserow.dropped.length} lost, ${mended} mended`
  process.stdout.write(
    `kill -9: ${KILLS} kills in ${torment}, ${aimed} right after a page was made; ${pages} pages by then, all in step ${rest} later; ${webhooks}\n`,
  )
}
