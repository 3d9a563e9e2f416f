import type { Redis } from 'ioredis'
import type { Changes } from '../../runs/ports.ts'
import { keys } from './keys.ts'

/** Listens on a connection of its own, which does nothing else. */
export function createRedisChanges(subscriber: Redis): Changes & { start(): Promise<void> } {
  const listeners = new Set<(run: string) => void>()
  subscriber.on('message', (_channel: string, run: string) => {
    for (const listener of listeners) listener(run)
  })
  return {
    start: async () => {
      await subscriber.subscribe(keys.changed)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
