import { createRedisSyncStorage } from '../../src/adapters/redis/sync/storage.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'

/** A process of its own that takes whatever there is to do, says so, and never ends it: to be killed. */
const storage = createRedisSyncStorage(process.argv[2] ?? '', { clock: systemClock, log: { warn: () => {} } })

function hold(what: string): Promise<void> {
  process.send?.(what)
  return new Promise(() => {})
}

storage.start()
storage.queue.work({
  delivery: ({ key }) => hold(key),
  entity: (entity) => hold(entity),
  probe: (system) => hold(system),
})
