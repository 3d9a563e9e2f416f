import { createMemoryStorage } from '../../src/adapters/memory/storage.ts'
import { createCalendar } from '../../src/engine/working-time.ts'
import { incident } from '../../src/playbooks/incident.ts'
import { createIncidents } from '../../src/runs/incidents.ts'
import type { Job } from '../../src/runs/ports.ts'
import type { Settings } from '../../src/runs/settings.ts'
import { createRuns } from '../../src/runs/submit.ts'
import { createLeverClock } from '../fakes/clock.ts'
import { SETTINGS } from '../fixtures/settings.ts'

/** Runs and incidents on a memory store, with the working hours of Paris and a clock with a lever. */
export function createRig(more: Partial<Settings> = {}) {
  const settings = { ...SETTINGS, ...more }
  const clock = createLeverClock()
  const storage = createMemoryStorage(clock)
  const stored: Job[] = []
  const calendar = createCalendar({
    timeZone: settings.timeZone,
    days: [1, 2, 3, 4, 5],
    from: 9 * 60,
    to: 18 * 60,
    closed: [],
  })
  const runs = createRuns({
    ...storage,
    surfaces: ['slack'],
    stored: (jobs) => void stored.push(...jobs),
    dueAfter: calendar.after,
  })
  const incidents = createIncidents({ runs, playbook: incident, settings, runbookFor: () => undefined })
  return { settings, clock, storage, stored, runs, incidents }
}
