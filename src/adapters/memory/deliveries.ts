import type { Place } from '../../notify/ports.ts'
import type { Deliveries } from '../../runs/ports.ts'

export function createMemoryDeliveries(): Deliveries {
  const attempts = new Map<string, 'begun' | 'done'>()
  const places = new Map<string, Place>()
  return {
    async begin(job) {
      const before = attempts.get(job)
      if (before === 'done') return 'done'
      attempts.set(job, 'begun')
      return before === undefined ? 'first' : 'unknown'
    },
    status: async (job) => attempts.get(job) ?? 'none',
    async forget(job) {
      attempts.delete(job)
    },
    async done(job, placed) {
      attempts.set(job, 'done')
      if (placed !== undefined) places.set(`${placed.run} ${placed.slot} ${placed.surface}`, placed.place)
    },
    place: async (run, slot, surface) => places.get(`${run} ${slot} ${surface}`),
  }
}
