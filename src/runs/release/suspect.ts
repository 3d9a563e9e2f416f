import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'

/** On its way to production, or there and still in its run. */
const IN_PRODUCTION = ['deploy', 'smoke', 'failure', 'watch', 'announce']
const DAY_MS = 24 * 3_600_000

/**
 * The release that may have caused an incident which began at `at`, milliseconds since 1970: the last one that went to
 * production before it, unless that was a day ago, or there is nothing to go back to, or it is rolled back already.
 */
export function suspectAmong(releases: readonly Run[], at: number): Run | undefined {
  return releases
    .filter((run) => isSuspect(run, at))
    .reduce<Run | undefined>(
      (last, run) => (last !== undefined && begunAt(last) >= begunAt(run) ? last : run),
      undefined,
    )
}

function isSuspect(run: Run, at: number): boolean {
  const { facts, state, step, finishedAt } = run
  if (textFact(facts, 'previous') === undefined || textFact(facts, 'rollback') !== undefined) return false
  if (begunAt(run) > at) return false
  if (state === 'open') return IN_PRODUCTION.includes(step)
  return facts['outcome'] === 'complete' && finishedAt !== undefined && finishedAt >= at - DAY_MS
}

function begunAt(run: Run): number {
  return wentAt(run) ?? run.openedAt
}

/** When its tag was made, and so its deployment began; undefined before. */
export function wentAt({ history }: Run): number | undefined {
  return history.findLast(({ kind, what }) => kind === 'completed' && what === 'tagged')?.at
}
