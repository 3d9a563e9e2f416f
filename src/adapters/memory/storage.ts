import type { Clock, Storage } from '../../runs/ports.ts'
import { createMemoryAlertBook } from './alert-book.ts'
import { createMemoryAuditLog } from './audit-log.ts'
import { createMemoryBackupBook } from './backup-book.ts'
import { createMemoryChannelMemory } from './channel-memory.ts'
import { createMemoryDeliveries } from './deliveries.ts'
import { createMemoryQueue } from './queue.ts'
import { createMemoryRunStore } from './run-store.ts'

/** Everything in this process: gone when it ends. */
export function createMemoryStorage(clock: Clock): Storage {
  const store = createMemoryRunStore(clock)
  const queue = createMemoryQueue(clock)
  return {
    kind: 'memory',
    store,
    audit: createMemoryAuditLog(store.audit),
    deliveries: createMemoryDeliveries(),
    alerts: createMemoryAlertBook(clock),
    backups: createMemoryBackupBook(),
    channels: createMemoryChannelMemory(),
    changes: store,
    queue,
    ping: async () => {},
    start: () => {},
    warnings: async () => [],
    stop: () => queue.close(),
  }
}
