import { type Duty, every } from '../duties.ts'
import type { Attendance } from '../release/attend.ts'

const EVERY_MS = 30_000

/** Finds what no webhook told of open releases and rollbacks. */
export function createReleaseDuty(attendance: Attendance): Duty {
  return {
    name: 'releases',
    next: every(EVERY_MS),
    async perform() {
      await attendance.attend()
      return undefined
    },
  }
}
