import type { Action } from '../act.ts'
import type { GitHub, RecentChange } from '../github.ts'
import type { Settings } from '../settings.ts'
import { moment, oneLine } from './words.ts'

export type IncidentSuspectsDeps = {
  readonly github: Pick<GitHub, 'recentChanges'> | undefined
  readonly settings: Pick<Settings, 'timeZone'>
}

const DAY_MS = 24 * 3_600_000

/** What changed in the day before the incident. It only reads, so a drill does it too; without GitHub the card has none. */
export function createIncidentSuspects({ github, settings }: IncidentSuspectsDeps): Action {
  return async (run, entry) => {
    if (github === undefined) return undefined
    const changes = await github.recentChanges(run.openedAt - DAY_MS)
    // GitHub may have been away: what changed since then is a repair and no suspect.
    const before = changes.filter(({ at }) => at <= entry.at)
    const lines = before.map((change) => lineOf(change, settings.timeZone))
    return { note: 'suspects', fields: { suspects: lines.join('\n') } }
  }
}

function lineOf({ kind, title, at, url }: RecentChange, timeZone: string): string {
  return `${kind} ${oneLine(title)} - ${moment(at, timeZone)} - ${url}`
}
