import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import type { Because, Cause } from '../../../src/sync/delivery.ts'
import type { Notices } from '../../../src/sync/notices.ts'
import { createTracer } from '../../../src/sync/tracer.ts'
import { createLeverClock } from '../../fakes/clock.ts'

const silent = { info() {}, warn() {}, error() {} }

/** Everything that people are told, in order, and a trace of one event that can be read. */
export function createTold() {
  const clock = createLeverClock()
  const { book } = createMemorySyncStorage(clock)
  const told: (readonly [keyof Notices, ...unknown[]])[] = []
  const record =
    (what: keyof Notices) =>
    async (...about: unknown[]): Promise<void> =>
      void told.push([what, ...about])
  const notices: Notices = {
    overCapacity: record('overCapacity'),
    capacityBack: record('capacityBack'),
    shared: record('shared'),
    unshared: record('unshared'),
    looping: record('looping'),
    away: record('away'),
    back: record('back'),
    failed: record('failed'),
    orphaned: record('orphaned'),
    hookTrouble: record('hookTrouble'),
    hookMended: record('hookMended'),
    letter: record('letter'),
    audit: record('audit'),
  }
  return {
    told,
    book,
    notices,
    tracer: createTracer({ book, clock, log: silent }, 'an:1', ['event-1']),
    /** Each step of the event: what, whether it went well, and why. */
    traced: async () =>
      (await book.trace.of('event-1')).map(({ action, success, reason }) => [action, success, reason]),
  }
}

export function cause(because: Because, more: Partial<Cause> = {}): Cause {
  return { event: 'event-1', because, at: 1, ...more }
}
