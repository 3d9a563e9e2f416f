import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisSyncStorage } from '../../src/adapters/redis/sync/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { startRedis } from '../fakes/redis.ts'
import { type KeptSync, SYNC_KINDS } from './sync-storage.ts'

const FIVE_MINUTES_MS = 5 * 60_000

describe.each(SYNC_KINDS)('a cache of the sync in %s', (_kind, start) => {
  let started: KeptSync
  beforeEach(async () => {
    started = await start()
  })
  afterEach(() => started.stop())

  /** Reads, and answers whether the value had to be loaded. */
  async function isLoaded(key: string, value: unknown = { id: 1 }): Promise<boolean> {
    let loads = 0
    const read = await started.cache.read(key, async () => {
      loads += 1
      return value
    })
    expect(read).toEqual(value)
    return loads === 1
  }

  it('loads once, and again after five minutes', async () => {
    const value = { id: 42, values: { nom: 'Refonte', client: [{ id: 7, value: 'Été' }], vide: null } }
    expect(await isLoaded('bridge:projet:42', value)).toBe(true)
    expect(await isLoaded('bridge:projet:42', value)).toBe(false)
    expect(await isLoaded('bridge:projet:4', value)).toBe(true)
    await started.later(FIVE_MINUTES_MS)
    expect(await isLoaded('bridge:projet:42', value)).toBe(true)
  })

  it('keeps what is empty, but not what is absent', async () => {
    for (const value of [null, 0, '', false, []]) {
      const key = `bridge:projet:${JSON.stringify(value)}`
      expect(await isLoaded(key, value)).toBe(true)
      expect(await isLoaded(key, value)).toBe(false)
    }
    expect(await started.cache.read('bridge:projet:none', async () => undefined)).toBeUndefined()
    expect(await isLoaded('bridge:projet:none')).toBe(true)
  })

  it('keeps nothing of a load that fails, and says why it failed', async () => {
    const failing = started.cache.read('bridge:projet:1', () => Promise.reject(new Error('timeout')))
    await expect(failing).rejects.toThrow('timeout')
    expect(await isLoaded('bridge:projet:1')).toBe(true)
  })

  it('drops what a pattern fits, for every replica, and nothing else', async () => {
    const stale = ['bridge:projet:1', 'bridge:projet:22', 'bridge:client:7:projets']
    const fresh = ['bridge:projets:1', 'bridge:client:77:projets', 'bridge:client:7']
    for (const key of [...stale, ...fresh]) await isLoaded(key)
    await started.replica.cache.drop(['bridge:projet:*', 'bridge:client:7:projets', 'bridge:none:*'])
    await started.cache.drop([])
    for (const key of stale) expect(await isLoaded(key)).toBe(true)
    for (const key of fresh) expect(await isLoaded(key)).toBe(false)
  })

  it('knows one wildcard only', async () => {
    const odd = ['bridge:a?c', 'bridge:[ab]c', 'bridge:a\\c', 'bridge:^c', 'bridge:a.c']
    for (const key of [...odd, 'bridge:abc', 'bridge:ac']) await isLoaded(key)
    for (const key of odd) {
      await started.cache.drop([`${key}*`])
      expect(await isLoaded(key)).toBe(true)
    }
    expect(await isLoaded('bridge:abc')).toBe(false)
    expect(await isLoaded('bridge:ac')).toBe(false)
    await started.cache.drop(['*:a*c'])
    expect(await isLoaded('bridge:abc')).toBe(true)
    expect(await isLoaded('bridge:^c')).toBe(false)
  })

  it('drops all of a thousand, whoever asks at the same time', async () => {
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => isLoaded(`bridge:projet:${n}`)))
    await isLoaded('bridge:client:1')
    await Promise.all([
      started.cache.drop(['bridge:projet:*']),
      started.cache.drop(['bridge:client:*']),
      started.replica.cache.drop(['bridge:projet:5*']),
    ])
    const loaded = await Promise.all(Array.from({ length: 1_000 }, (_, n) => isLoaded(`bridge:projet:${n}`)))
    expect(loaded).not.toContain(false)
    expect(await isLoaded('bridge:client:1')).toBe(true)
  })

  it('does not keep what was being loaded when it was dropped', async () => {
    const value = await started.cache.read('bridge:projet:1', async () => {
      await started.replica.cache.drop(['bridge:projet:*'])
      return 'old'
    })
    expect(value).toBe('old')
    expect(await isLoaded('bridge:projet:1', 'new')).toBe(true)
  })
})

describe('a cache of the sync on redis', () => {
  it('loads and goes on with a warning while redis is away, and keeps again when it is back', async () => {
    const server = await startRedis()
    const warnings: string[] = []
    const log = { warn: (_data: object, message: string) => void warnings.push(message) }
    const storage = createRedisSyncStorage(server.url, { clock: systemClock, log })
    storage.start()
    try {
      await storage.cache.read('bridge:projet:1', async () => 'one')
      await server.kill()
      expect(await storage.cache.read('bridge:projet:1', async () => 'two')).toBe('two')
      await storage.cache.drop(['bridge:projet:*'])
      expect(warnings).toContain('the cache could not be read')
      expect(warnings.some((words) => words.startsWith('the cache could not be dropped'))).toBe(true)
      await server.restart()
      await expect
        .poll(async () => {
          await storage.cache.read('bridge:projet:2', async () => 'three')
          return storage.cache.read('bridge:projet:2', async () => 'four')
        })
        .toBe('three')
    } finally {
      await server.restart()
      await storage.stop()
      await server.stop()
    }
  })

  it('loads what another service wrote in its own way', async () => {
    const server = await startRedis()
    const log = { warn: () => {} }
    const storage = createRedisSyncStorage(server.url, { clock: systemClock, log })
    const other = createRedis(server.url, log)
    try {
      await other.set('bridge:projet:1', 'no JSON')
      await other.hset('bridge:projet:2', 'a', 'b')
      expect(await storage.cache.read('bridge:projet:1', async () => 'loaded')).toBe('loaded')
      expect(await storage.cache.read('bridge:projet:2', async () => 'loaded')).toBe('loaded')
      await storage.cache.drop(['bridge:projet:1', 'bridge:projet:*'])
      expect(await other.exists('bridge:projet:1')).toBe(0)
      await expect.poll(() => other.exists('bridge:projet:2')).toBe(0)
    } finally {
      other.disconnect()
      await storage.stop()
      await server.stop()
    }
  })

  it('drops what other services keep, also when it is asked again and again, and to the last at its end', async () => {
    const server = await startRedis()
    const log = { warn: () => {} }
    const clock = createLeverClock()
    const storage = createRedisSyncStorage(server.url, { clock, log })
    const other = createRedis(server.url, log)
    try {
      const drop = async (key: string) => {
        await other.set(key, 'of another service')
        await storage.cache.drop([`${key}*`])
      }
      await drop('bridge:projet:1:factures')
      await expect.poll(() => other.exists('bridge:projet:1:factures')).toBe(0)
      await drop('bridge:projet:2:factures')
      await drop('bridge:projet:3:factures')
      await expect
        .poll(async () => {
          clock.jump(1_000)
          return other.exists('bridge:projet:2:factures', 'bridge:projet:3:factures')
        })
        .toBe(0)
      await drop('bridge:projet:4:factures')
      await storage.stop()
      expect(await other.exists('bridge:projet:4:factures')).toBe(0)
    } finally {
      other.disconnect()
      await storage.stop()
      await server.stop()
    }
  })

  it('keeps no list of what has ended', async () => {
    const server = await startRedis()
    const clock = createLeverClock()
    const storage = createRedisSyncStorage(server.url, { clock, log: { warn: () => {} } })
    const probe = createRedis(server.url, { warn: () => {} })
    try {
      for (const n of [1, 2, 3]) await storage.cache.read(`bridge:projet:${n}`, async () => n)
      clock.jump(FIVE_MINUTES_MS)
      await storage.cache.read('bridge:projet:4', async () => 4)
      expect(await probe.zrange('vigie:sync:cached', '0', '-1')).toEqual(['bridge:projet:4'])
    } finally {
      probe.disconnect()
      await storage.stop()
      await server.stop()
    }
  })
})
