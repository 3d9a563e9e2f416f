import { vi } from 'vitest'
import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { keys } from '../../src/adapters/redis/keys.ts'
import { createRedisStorage } from '../../src/adapters/redis/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import type { Storage } from '../../src/runs/ports.ts'
import { startRedis } from '../fakes/redis.ts'

/** Both kinds of storage as the app wires them, each new and empty: what one promises the other holds. */
export const KINDS: readonly (readonly [string, () => Promise<Storage>])[] = [
  ['memory', memory],
  ['redis', redis],
]

async function memory(): Promise<Storage> {
  return createMemoryStorage(systemClock)
}

async function redis(): Promise<Storage> {
  const server = await startRedis()
  const storage = createRedisStorage(server.url, { clock: systemClock, log: { warn: () => {} } })
  storage.start()
  await listening(server.url)
  return {
    ...storage,
    async stop() {
      await storage.stop()
      await server.stop()
    },
  }
}

/** `start` doesn't wait for Redis; a test that counts what is heard does. */
async function listening(url: string): Promise<void> {
  const probe = createRedis(url, { warn: () => {} })
  await vi.waitFor(async () => {
    const [, listeners] = await probe.pubsub('NUMSUB', keys.changed)
    if (Number(listeners) !== 1) throw new Error('nobody listens yet')
  }, 5_000)
  probe.disconnect()
}
