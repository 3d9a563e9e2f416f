import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { GitHub, RecentChange } from '../github.ts'
import type { RunStore } from '../ports.ts'
import { wentAt } from '../release/suspect.ts'
import type { Settings } from '../settings.ts'
import { moment, oneLine } from './words.ts'

export type IncidentSuspectsDeps = {
  readonly github: Pick<GitHub, 'recentChanges'> | undefined
  readonly settings: Pick<Settings, 'timeZone'>
  readonly store: Pick<RunStore, 'list'>
}

const DAY_MS = 24 * 3_600_000
const MOST = 50

/** What changed in the day before the incident. It only reads, so a drill does it too; without GitHub the card has none. */
export function createIncidentSuspects({ github, settings, store }: IncidentSuspectsDeps): Action {
  return async (run, entry) => {
    if (github === undefined) return undefined
    const since = run.openedAt - DAY_MS
    const published = await github.recentChanges(since)
    const own = await deployedSince(store, since)
    const changes = [
      ...own.filter(({ title }) => !published.some((one) => one.title === title)),
      ...published,
    ]
    // GitHub may have been away: what changed since then is a repair and no suspect.
    const before = changes.filter(({ at }) => at <= entry.at)
    const lines = before.map((change) => lineOf(change, settings.timeZone))
    return { note: 'suspects', fields: { suspects: lines.join('\n') } }
  }
}

function lineOf({ kind, title, at, url }: RecentChange, timeZone: string): string {
  return `${kind} ${oneLine(title)} - ${moment(at, timeZone)} - ${url}`
}

/** GitHub lists a release once its notes are published, at the end of the watch: what broke it is in production before. */
async function deployedSince(store: Pick<RunStore, 'list'>, since: number): Promise<readonly RecentChange[]> {
  const runs = await store.list({ playbook: 'release', limit: MOST })
  return runs.flatMap((run): readonly RecentChange[] => {
    const at = wentAt(run)
    if (at === undefined || at < since) return []
    const { facts } = run
    return [
      {
        kind: 'release',
        title: textFact(facts, 'version') ?? run.id,
        url: textFact(facts, 'tagUrl') ?? '',
        at,
      },
    ]
  })
}
