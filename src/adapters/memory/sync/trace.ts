import type { Clock } from '../../../runs/ports.ts'
import type { Trace } from '../../../sync/book.ts'
import type { TraceLine } from '../../../sync/trace.ts'

const DAY_MS = 24 * 3_600_000
const MOST_LINES = 200
const MOST_EVENTS = 5_000

type Traced = { readonly at: number; readonly lines: readonly TraceLine[] }

export function createMemoryTrace(clock: Pick<Clock, 'now'>): Trace {
  /** In the order in which they were written to last. */
  const events = new Map<string, Traced>()

  function add(line: TraceLine): void {
    const lines = [...(events.get(line.event)?.lines ?? []), line].slice(-MOST_LINES)
    events.delete(line.event)
    events.set(line.event, { at: clock.now(), lines })
  }

  function forget(): void {
    for (const [event, { at }] of events) {
      if (at > clock.now() - DAY_MS && events.size <= MOST_EVENTS) return
      events.delete(event)
    }
  }

  return {
    async write(lines) {
      for (const line of lines) add(line)
      forget()
    },
    async of(event) {
      forget()
      return events.get(event)?.lines ?? []
    },
    async find(prefix, limit) {
      forget()
      const found = [...events.keys()].filter((event) => event.startsWith(prefix))
      return found.reverse().slice(0, limit)
    },
  }
}
