import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisSyncStorage } from '../../src/adapters/redis/sync/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import type { Delivery } from '../../src/sync/delivery.ts'
import type { SyncStorage } from '../../src/sync/storage.ts'
import { type RedisServer, startRedis } from '../fakes/redis.ts'

const HOLDER = fileURLToPath(new URL('sync-holder.ts', import.meta.url))
const PATIENCE = 20_000

let server: RedisServer
let storage: SyncStorage
let probe: Redis
beforeEach(async () => {
  server = await startRedis()
  const log = { warn: () => {} }
  storage = createRedisSyncStorage(server.url, { clock: systemClock, log })
  probe = createRedis(server.url, log)
  storage.start()
})
afterEach(async () => {
  await storage.stop()
  probe.disconnect()
  await server.stop()
})

function delivery(key: string): Delivery {
  return { key, event: key, source: 'docmost', type: 'page.created', at: 1, changes: [] }
}

/** Does all of it while every connection is broken again and again. */
async function onBrokenLines<T>(acts: readonly (() => Promise<T>)[]): Promise<T[]> {
  let ended = false
  const breaking = (async () => {
    for (let breaks = 0; breaks < 3 || !ended; breaks += 1) {
      await probe.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  })()
  const done: T[] = []
  for (const act of acts) done.push(await act())
  ended = true
  await breaking
  return done
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n))
}

describe('the sync on redis, on lines that break', () => {
  it('answers each call as the first time, and does it once', async () => {
    const { waiting, breakers, repeats, trace, causes } = storage.book
    const entry = { entity: 'projet:1', state: 'parked', since: 1, because: 'away', events: ['e1'] } as const
    const counted = await onBrokenLines(times(150, () => async () => (await waiting.put(entry)).times))
    expect(counted).toEqual(times(150, (n) => n + 1))
    const opened = await onBrokenLines(
      times(
        150,
        (n) => () =>
          n % 2 === 0 ? breakers.open('docmost', { since: n, because: 'away' }) : breakers.close('docmost'),
      ),
    )
    expect(opened).not.toContain(false)
    const said = await onBrokenLines(times(150, () => () => repeats.count('projet:1', 5, 60_000)))
    expect(said).toEqual(times(150, (n) => n + 1))
    const line = { at: 1, event: 'e1', action: 'receive', success: true } as const
    await onBrokenLines(times(150, (n) => () => trace.write([{ ...line, at: n }])))
    expect((await trace.of('e1')).map(({ at }) => at)).toEqual(times(150, (n) => n))
    await onBrokenLines(
      times(90, (n) => () => causes.add('projet:1', { event: 'e', because: 'updated', at: n })),
    )
    await onBrokenLines(
      times(80, () => async () => {
        await causes.of('projet:1')
        await causes.settle('projet:1', 1)
      }),
    )
    expect((await causes.of('projet:1')).map(({ at }) => at)).toEqual(times(10, (n) => n + 80))
  })

  it('takes each delivery once, and does not call it a duplicate of itself', async () => {
    const taken = await onBrokenLines(
      times(60, (n) => () => Promise.all(times(10, (m) => storage.queue.take(delivery(`key-${n}-${m}`))))),
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
      times(60, (n) => times(10, (m) => `key-${n}-${m}`))
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
