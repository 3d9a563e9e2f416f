import { createMemorySyncStorage } from '../../src/adapters/memory/sync/storage.ts'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisSyncStorage } from '../../src/adapters/redis/sync/storage.ts'
import type { SyncStorage } from '../../src/sync/storage.ts'
import { createLeverClock, type LeverClock } from '../fakes/clock.ts'
import { startRedis } from '../fakes/redis.ts'

export type KeptSync = SyncStorage & {
  readonly clock: LeverClock
  /** The same storage as another replica of the process has it; of memory there is one only. */
  readonly replica: SyncStorage
  /** Time passes, for what is kept as well. */
  later(ms: number): Promise<void>
}

/** Both kinds of storage, each new and empty: what one promises the other holds. */
export const SYNC_KINDS: readonly (readonly [string, () => Promise<KeptSync>])[] = [
  ['memory', memory],
  ['redis', redis],
]

async function memory(): Promise<KeptSync> {
  const clock = createLeverClock()
  const storage = createMemorySyncStorage(clock)
  return { ...storage, clock, replica: storage, later: async (ms) => clock.jump(ms) }
}

async function redis(): Promise<KeptSync> {
  const server = await startRedis()
  const clock = createLeverClock()
  const log = { warn: () => {} }
  const [storage, replica] = [
    createRedisSyncStorage(server.url, { clock, log }),
    createRedisSyncStorage(server.url, { clock, log }),
  ]
  const probe = createRedis(server.url, log)
  storage.start()
  replica.start()
  return {
    ...storage,
    clock,
    replica,
    /** Nobody can turn the server's clock: what is kept for a while is kept for less. */
    async later(ms) {
      clock.jump(ms)
      for (const key of await probe.keys('*')) {
        const left = await probe.pttl(key)
        if (left >= 0) await probe.pexpire(key, left - ms)
      }
    },
    async stop() {
      await Promise.all([storage.stop(), replica.stop()])
      probe.disconnect()
      await server.stop()
    },
  }
}
