import type { Redis } from 'ioredis'
import { createMemoryAuditLog } from '../../src/adapters/memory/audit-log.ts'
import { createMemoryDeliveries } from '../../src/adapters/memory/deliveries.ts'
import { createMemoryRunStore } from '../../src/adapters/memory/run-store.ts'
import { createRedisAuditLog } from '../../src/adapters/redis/audit-log.ts'
import { createRedisChanges } from '../../src/adapters/redis/changes.ts'
import { createRedis } from '../../src/adapters/redis/connection.ts'
import { createRedisDeliveries } from '../../src/adapters/redis/deliveries.ts'
import { createRedisRunStore } from '../../src/adapters/redis/run-store.ts'
import type { AuditLog, Changes, Deliveries, RunStore } from '../../src/runs/ports.ts'
import { startRedis } from '../fakes/redis.ts'

export type Stores = {
  readonly store: RunStore
  readonly audit: AuditLog
  readonly deliveries: Deliveries
  readonly changes: Changes
  stop(): Promise<void>
}

const silent = { warn: () => {} }

/** Both kinds of store, each new and empty: what one promises the other holds. */
export const KINDS: readonly (readonly [string, () => Promise<Stores>])[] = [
  ['memory', memory],
  ['redis', redis],
]

async function memory(): Promise<Stores> {
  const store = createMemoryRunStore()
  return {
    store,
    audit: createMemoryAuditLog(store.audit),
    deliveries: createMemoryDeliveries(),
    changes: store,
    stop: async () => {},
  }
}

async function redis(): Promise<Stores> {
  const server = await startRedis()
  const connection: Redis = createRedis(server.url, silent)
  const subscriber = createRedis(server.url, silent)
  const changes = createRedisChanges(subscriber)
  await changes.start()
  return {
    store: createRedisRunStore(connection),
    audit: createRedisAuditLog(connection),
    deliveries: createRedisDeliveries(connection),
    changes,
    async stop() {
      connection.disconnect()
      subscriber.disconnect()
      await server.stop()
    },
  }
}
