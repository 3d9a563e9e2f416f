import type { Clock } from '../../../runs/ports.ts'
import { retryMs } from '../../../sync/queue.ts'

const CONCURRENCY = 16

/** Jobs of one kind, in the order in which they fall due, each tried until its handler does not throw. */
export type Lane<T> = {
  push(job: T, ms?: number): void
  work(handler: LaneHandler<T>): void
  /** Jobs that wait or are worked on. */
  size(): number
  close(): Promise<void>
}

type LaneHandler<T> = (job: T, failed: number) => Promise<void>

type Ready<T> = { readonly job: T; readonly failed: number }

export function createLane<T>(clock: Clock): Lane<T> {
  const ready: Ready<T>[] = []
  const delayed = new Set<() => void>()
  const busy = new Set<Promise<void>>()
  let handler: LaneHandler<T> | undefined
  let closed = false

  function enter(entry: Ready<T>, ms: number): void {
    if (closed) return
    const cancel = clock.after(Math.max(0, ms), () => {
      delayed.delete(cancel)
      ready.push(entry)
      pump()
    })
    delayed.add(cancel)
  }

  function pump(): void {
    while (handler !== undefined && !closed && busy.size < CONCURRENCY) {
      const entry = ready.shift()
      if (entry === undefined) return
      const done = perform(handler, entry).finally(() => {
        busy.delete(done)
        pump()
      })
      busy.add(done)
    }
  }

  async function perform(handle: LaneHandler<T>, { job, failed }: Ready<T>): Promise<void> {
    try {
      // Whoever pushed it goes on first.
      await Promise.resolve()
      await handle(job, failed)
    } catch (error) {
      enter({ job, failed: failed + 1 }, retryMs(failed + 1, error))
    }
  }

  return {
    push(job, ms = 0) {
      if (ms > 0) return enter({ job, failed: 0 }, ms)
      ready.push({ job, failed: 0 })
      pump()
    },
    work(wanted) {
      handler = wanted
      pump()
    },
    size: () => ready.length + delayed.size + busy.size,
    async close() {
      closed = true
      for (const cancel of delayed) cancel()
      await Promise.all(busy)
    },
  }
}
