import type { Waiting, WaitingEntry, WaitingState } from '../../../sync/book.ts'

const MOST_EVENTS = 20

export function createMemoryWaiting(): Waiting {
  const entries = new Map<string, WaitingEntry>()
  const inState = (state: WaitingState) => [...entries.values()].filter((entry) => entry.state === state)
  return {
    async put(entry) {
      const before = entries.get(entry.entity)
      const kept = before?.events.filter((event) => !entry.events.includes(event)) ?? []
      const merged = {
        ...entry,
        since: before?.since ?? entry.since,
        events: [...kept, ...new Set(entry.events)].slice(-MOST_EVENTS),
        times: (before?.times ?? 0) + 1,
      }
      entries.set(entry.entity, merged)
      return merged
    },
    get: async (entity) => entries.get(entity),
    remove: async (entity) => entries.delete(entity),
    list: async (state, limit) =>
      inState(state)
        .sort((a, b) => a.since - b.since || (a.entity < b.entity ? -1 : 1))
        .slice(0, limit),
    count: async () => ({
      parked: inState('parked').length,
      dead: inState('dead').length,
      held: inState('held').length,
    }),
  }
}
