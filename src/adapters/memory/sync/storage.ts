import type { Clock } from '../../../runs/ports.ts'
import type { SyncStorage } from '../../../sync/storage.ts'
import { createMemoryBreakers } from './breakers.ts'
import { createMemoryCache } from './cache.ts'
import { createMemoryCauses } from './causes.ts'
import { createMemoryLinks } from './links.ts'
import { createMemoryLists } from './lists.ts'
import { createMemoryMarks } from './marks.ts'
import { createMemoryMemory } from './memory.ts'
import { createMemorySyncQueue } from './queue.ts'
import { createMemoryRepeats } from './repeats.ts'
import { createMemoryTrace } from './trace.ts'
import { createMemoryWaiting } from './waiting.ts'

/** What the sync remembers, in this process: gone when it ends. For the demo and for tests. */
export function createMemorySyncStorage(clock: Clock): SyncStorage {
  const queue = createMemorySyncQueue(clock)
  return {
    book: {
      links: createMemoryLinks(),
      memory: createMemoryMemory(),
      causes: createMemoryCauses(),
      trace: createMemoryTrace(clock),
      waiting: createMemoryWaiting(),
      breakers: createMemoryBreakers(),
      repeats: createMemoryRepeats(),
      marks: createMemoryMarks(),
      lists: createMemoryLists(),
    },
    queue,
    cache: createMemoryCache(clock),
    start: () => {},
    stop: () => queue.close(),
  }
}
