import type { Run } from '../engine/run.ts'
import type { Text } from '../notify/card.ts'
import type { Look } from '../notify/look.ts'
import { sayableOfIncident } from './incident/sayable.ts'
import { sayableOfRelease } from './release/sayable.ts'

/** What may be typed about a run as it stands: an example of each command, and what it does. */
export function sayableNow(run: Run, look: Look): readonly Text[] {
  switch (run.playbook) {
    case 'incident':
      return sayableOfIncident(run, look)
    case 'release':
    case 'rollback':
      return sayableOfRelease(run)
    default:
      return []
  }
}
