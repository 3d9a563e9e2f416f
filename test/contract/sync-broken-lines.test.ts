import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisSyncStorage } from '../../src/adapters/redis/sync/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import type { Delivery } from '../../src/sync/delivery.ts'
import type { SyncStorage } from '../../src/sync/storage.ts'
import { type LossyLine, openLossyLine } from '../fakes/lossy-line.ts'
import { type RedisServer, startRedis } from '../fakes/redis.ts'

const HOLDER = fileURLToPath(new URL('sync-holder.ts', import.meta.url))
const PATIENCE = 20_000

let server: RedisServer
let line: LossyLine
let storage: SyncStorage
/** The same over the line that loses answers. */
let lossy: SyncStorage
beforeEach(async () => {
  server = await startRedis()
  const log = { warn: () => {} }
  storage = createRedisSyncStorage(server.url, { clock: systemClock, log })
  line = await openLossyLine(server.url, 9)
  lossy = createRedisSyncStorage(line.url, { clock: systemClock, log })
  storage.start()
  lossy.start()
})
afterEach(async () => {
  await Promise.all([storage.stop(), lossy.stop()])
  await line.close()
  await server.stop()
})

function delivery(key: string): Delivery {
  return { key, event: key, source: 'docmost', type: 'page.created', at: 1, changes: [] }
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n))
}

/** One after the other, over a line that loses answers: some of them are sent again. */
async function oneByOne<T>(acts: readonly (() => Promise<T>)[]): Promise<T[]> {
  const lost = line.lost()
  const done: T[] = []
  for (const act of acts) done.push(await act())
  expect(line.lost()).toBeGreaterThan(lost + 2)
  return done
}

describe('the sync on redis, on a line that loses answers', () => {
  it('answers each call as the first time, and does it once', async () => {
    const { waiting, breakers, repeats, trace } = lossy.book
    const entry = { entity: 'projet:1', state: 'parked', since: 1, because: 'away', events: ['e1'] } as const
    const counted = await oneByOne(times(30, () => async () => (await waiting.put(entry)).times))
    expect(counted).toEqual(times(30, (n) => n + 1))
    const opened = await oneByOne(
      times(
        30,
        (n) => () =>
          n % 2 === 0 ? breakers.open('docmost', { since: n, because: 'away' }) : breakers.close('docmost'),
      ),
    )
    expect(opened).not.toContain(false)
    const said = await oneByOne(times(30, () => () => repeats.count('projet:1', 5, 60_000)))
    expect(said).toEqual(times(30, (n) => n + 1))
    const line = { at: 1, event: 'e1', action: 'receive', success: true } as const
    await oneByOne(times(30, (n) => () => trace.write([{ ...line, at: n }])))
    expect((await trace.of('e1')).map(({ at }) => at)).toEqual(times(30, (n) => n))
  })

  it('settles what was seen, and not what came since', async () => {
    const { causes } = lossy.book
    await oneByOne(times(40, (n) => () => causes.add('projet:1', { event: 'e', because: 'updated', at: n })))
    await oneByOne(
      times(30, (n) => async () => {
        await causes.of('projet:1')
        // The lost answers fall on either call.
        if (n % 3 === 0) await causes.of('projet:1')
        await causes.settle('projet:1', 1)
      }),
    )
    expect((await causes.of('projet:1')).map(({ at }) => at)).toEqual(times(10, (n) => n + 30))
  })

  it('takes each delivery once, and does not call it a duplicate of itself', async () => {
    const taken = await oneByOne(
      times(20, (n) => () => Promise.all(times(10, (m) => lossy.queue.take(delivery(`key-${n}-${m}`))))),
    )
    expect(new Set(taken.flat())).toEqual(new Set(['stored']))
    const seen: string[] = []
    storage.queue.work({
      delivery: async ({ key }) => void seen.push(key),
      entity: async () => {},
      probe: async () => {},
    })
    await vi.waitFor(async () => expect((await storage.queue.count()).deliveries).toBe(0), PATIENCE)
    expect(seen.sort()).toEqual(
      times(20, (n) => times(10, (m) => `key-${n}-${m}`))
        .flat()
        .sort(),
    )
  })

  it('does not let a delivery that it cannot store fail the others of its turn', async () => {
    const answers = await Promise.allSettled(
      ['one', '', 'two', 'one'].map((key) => storage.queue.take(delivery(key))),
    )
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual([
      'stored',
      'failed',
      'stored',
      'duplicate',
    ])
  })
})

it('the sync on redis keeps nothing of a job that is done, but the key of a delivery for a day', async () => {
  const done: string[] = []
  storage.queue.work({
    delivery: async ({ key }) => void done.push(key),
    entity: async (entity) => void done.push(entity),
    probe: async () => {},
  })
  await Promise.all(times(20, (n) => storage.queue.take(delivery(`key-${n}`))))
  await storage.queue.touch(times(20, (n) => `projet:${n}`))
  await vi.waitFor(async () => expect(await storage.queue.count()).toEqual({ deliveries: 0, entities: 0 }))
  expect(new Set(done).size).toBe(40)
  expect(done).toHaveLength(40)
  const probe = createRedis(server.url, { warn: () => {} })
  const kept = await probe.keys('vigie:sync-*')
  const lives = await Promise.all(kept.filter((key) => key.includes(':de:')).map((key) => probe.pttl(key)))
  probe.disconnect()
  expect(lives).toHaveLength(20)
  expect(Math.min(...lives)).toBeGreaterThan(23 * 3_600_000)
  const others = kept.filter((key) => !/:(de:.*|id|meta|events|marker|stalled-check)$/.test(key))
  expect(others).toEqual([])
})

describe('the sync on redis, when a process is killed', () => {
  it('takes over what it was doing, and what was touched meanwhile follows', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', HOLDER, server.url], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const held: unknown[] = []
    child.on('message', (what) => held.push(what))
    await storage.queue.take(delivery('lost'))
    await storage.queue.touch(['projet:1', 'projet:2'])
    await storage.queue.probe('docmost', 0, 4)
    await vi.waitFor(
      () => expect([...held].sort()).toEqual(['docmost', 'lost', 'projet:1', 'projet:2']),
      PATIENCE,
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    await storage.queue.touch(['projet:1'])
    await storage.queue.touch(['projet:1'])

    const seen: string[] = []
    storage.queue.work({
      delivery: async ({ key }, failed) => void seen.push(`${key} ${failed}`),
      entity: async (entity, failed) => void seen.push(`${entity} ${failed}`),
      probe: async (system, failed) => void seen.push(`${system} ${failed}`),
    })
    await vi.waitFor(
      () =>
        expect([...seen].sort()).toEqual(['docmost 4', 'lost 0', 'projet:1 0', 'projet:1 0', 'projet:2 0']),
      PATIENCE,
    )
    await vi.waitFor(async () => expect(await storage.queue.count()).toEqual({ deliveries: 0, entities: 0 }))
    expect(await storage.queue.take(delivery('lost'))).toBe('duplicate')
    expect(seen).toHaveLength(5)
  })
})
