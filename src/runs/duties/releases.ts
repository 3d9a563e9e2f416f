import { type Duty, every } from '../duties.ts'
import type { Attendance } from '../release/attend.ts'

const EVERY_MS = 30_000

/** Finds what no webhook told of open releases and rollbacks; more often where a watch looks more often. */
export function createReleaseDuty(attendance: Attendance, watchEvery = EVERY_MS): Duty {
  return {
    name: 'releases',
    next: every(Math.min(EVERY_MS, watchEvery)),
    async perform() {
      await attendance.attend()
      return undefined
    },
  }
}
