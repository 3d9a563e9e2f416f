import type { Clock, Storage } from '../../runs/ports.ts'
import { createRedisAlertBook } from './alert-book.ts'
import { createRedisAuditLog } from './audit-log.ts'
import { createRedisBackupBook } from './backup-book.ts'
import { createRedisChanges } from './changes.ts'
import { createRedisChannelMemory } from './channel-memory.ts'
import { createRedis, judgeRedis, type RedisLog } from './connection.ts'
import { createRedisDeliveries } from './deliveries.ts'
import { createRedisQueue } from './queue.ts'
import { createRedisRunStore } from './run-store.ts'

/** Everything on Redis, over three connections: one to write, one that listens, one that waits for jobs. */
export function createRedisStorage(url: string, { clock, log }: { clock: Clock; log: RedisLog }): Storage {
  const redis = createRedis(url, log)
  const subscriber = createRedis(url, log)
  const changes = createRedisChanges(subscriber)
  const queue = createRedisQueue({ redis, blocking: () => createRedis(url, log), clock, log })
  return {
    kind: 'redis',
    store: createRedisRunStore(redis),
    audit: createRedisAuditLog(redis),
    deliveries: createRedisDeliveries(redis),
    alerts: createRedisAlertBook(redis),
    backups: createRedisBackupBook(redis),
    channels: createRedisChannelMemory(redis),
    changes,
    queue,
    ping: () => redis.ping(),
    start() {
      changes.start().catch((error: unknown) => log.warn({ err: error }, 'no live changes'))
    },
    warnings: () => judgeRedis(redis),
    async stop() {
      await queue.close()
      redis.disconnect()
      subscriber.disconnect()
    },
  }
}
