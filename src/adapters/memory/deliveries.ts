import type { Place } from '../../notify/ports.ts'
import type { Deliveries } from '../../runs/ports.ts'

export function createMemoryDeliveries(): Deliveries {
  const attempts = new Map<string, 'begun' | 'done'>()
  const places = new Map<string, Place>()
  const runs = new Map<string, string>()
  const spot = (surface: string, { channel, message }: Place) => `${surface} ${channel} ${message}`
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
      if (placed === undefined) return
      places.set(`${placed.run} ${placed.slot} ${placed.surface}`, placed.place)
      runs.set(spot(placed.surface, placed.place), placed.run)
    },
    place: async (run, slot, surface) => places.get(`${run} ${slot} ${surface}`),
    runAt: async (surface, place) => runs.get(spot(surface, place)),
    async quote(run, surface, place) {
      runs.set(spot(surface, place), run)
    },
  }
}
