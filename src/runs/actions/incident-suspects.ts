import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { GitHub, RecentChange } from '../github.ts'
import type { RunStore } from '../ports.ts'
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
    const runs = await store.list({ playbook: 'release', limit: MOST })
    const tagged = runs.flatMap((one) => taggedIn(one) ?? []).filter(isMissingIn(published))
    const changes = [...published, ...tagged].filter(({ at }) => at > since).sort(latestFirst)
    // GitHub may have been away: what changed since then is a repair and no suspect.
    const before = changes.filter(({ at }) => at <= entry.at)
    const lines = before.map((change) => lineOf(change, settings.timeZone))
    return { note: 'suspects', fields: { suspects: lines.join('\n') } }
  }
}

function lineOf({ kind, title, at, url }: RecentChange, timeZone: string): string {
  return `${kind} ${oneLine(title)} - ${moment(at, timeZone)} - ${url}`
}

/** A release of ours is in production half an hour before GitHub has its notes, and never has them once it is taken back. */
function taggedIn({ history, facts }: Run): RecentChange | undefined {
  const tagged = history.findLast(({ kind, what }) => kind === 'completed' && what === 'tagged')
  const [title, url] = [textFact(facts, 'version'), textFact(facts, 'tagUrl')]
  if (tagged === undefined || title === undefined || url === undefined) return undefined
  return { kind: 'release', title, url, at: tagged.at }
}

function isMissingIn(changes: readonly RecentChange[]) {
  return ({ url }: RecentChange): boolean => changes.every((change) => change.url !== url)
}

function latestFirst(one: RecentChange, other: RecentChange): number {
  return other.at - one.at
}
