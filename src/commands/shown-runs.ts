import type { Run } from '../engine/run.ts'
import type { RunStore } from '../runs/ports.ts'

type Store = Pick<RunStore, 'list'>

/** Of each kind; kinds are read by themselves, so that many action items hide no incident. */
export const OPEN_SHOWN = 50

/** What is on fire first, then what waits for a decision, the urgent ones before the others, then what only runs. */
export const BY_URGENCY = [
  'incident',
  'rollback',
  'release',
  'sync-outage',
  'sync-loop',
  'sync-failure',
  'share',
  'capacity',
  'orphan',
  'hook-trouble',
  'handover',
  'action-item',
  'letter',
  'reconciliation',
  'override',
] as const

export type Kind = (typeof BY_URGENCY)[number]

/** The open runs that people see, most urgent kind first, of one kind the latest first. */
export async function openRuns(store: Store, without: readonly Kind[] = []): Promise<readonly Run[]> {
  const kinds = BY_URGENCY.filter((kind) => !without.includes(kind))
  return listEach(store, 'open', kinds, OPEN_SHOWN)
}

const OF_SYNC = [
  'sync-outage',
  'sync-loop',
  'sync-failure',
  'share',
  'capacity',
  'orphan',
  'hook-trouble',
  'letter',
  'reconciliation',
] as const satisfies readonly Kind[]

/** What the sync had to say and is over: the latest few, however many there were. */
export function finishedOfSync(store: Store, limit: number): Promise<readonly Run[]> {
  return finishedOf(store, OF_SYNC, limit)
}

/** What was released or rolled back: the latest few. */
export function finishedReleases(store: Store, limit: number): Promise<readonly Run[]> {
  return finishedOf(store, ['release', 'rollback'], limit)
}

async function finishedOf(store: Store, kinds: readonly Kind[], limit: number): Promise<readonly Run[]> {
  // Of many letters few have failed.
  const runs = await listEach(store, 'finished', kinds, OPEN_SHOWN)
  const latestFirst = (one: Run, other: Run) => (other.finishedAt ?? 0) - (one.finishedAt ?? 0)
  return [...runs].sort(latestFirst).slice(0, limit)
}

async function listEach(
  store: Store,
  state: 'open' | 'finished',
  kinds: readonly Kind[],
  limit: number,
): Promise<readonly Run[]> {
  const lists = await Promise.all(kinds.map((playbook) => store.list({ state, playbook, limit })))
  return lists.flat().filter(isSeen)
}

/** A letter that goes out at once is nobody's business. */
function isSeen({ playbook, facts }: Run): boolean {
  return playbook !== 'letter' || facts['waits'] === true || facts['failed'] === true
}
