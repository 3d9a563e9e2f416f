import type { Run } from '../../engine/run.ts'

/** An incident that holds releases; a drill holds nothing, and what is resolved waits for its post-mortem only. */
export function isOpenSev1({ playbook, state, facts }: Run): boolean {
  return (
    playbook === 'incident' &&
    state === 'open' &&
    facts['severity'] === 'sev1' &&
    facts['resolved'] !== true &&
    facts['drill'] !== true
  )
}

/**
 * Who has production before `run`: a rollback of it, else the oldest release of it that is open. Nothing is locked but
 * by being open, so there is no lock that could be left behind.
 */
export function holderBefore(run: Run, open: readonly Run[]): Run | undefined {
  const others = open.filter(
    (one) =>
      one.id !== run.id && one.state === 'open' && one.facts['environment'] === run.facts['environment'],
  )
  const rollbacks = others.filter(({ playbook }) => playbook === 'rollback')
  const older = others.filter((one) => one.playbook === 'release' && isOlder(one, run))
  return oldest(rollbacks) ?? oldest(older)
}

function oldest(runs: readonly Run[]): Run | undefined {
  return runs.toSorted((one, other) => (isOlder(one, other) ? -1 : 1))[0]
}

/** Numbers are given out in order; clocks of two processes may not be. */
function isOlder(one: Run, other: Run): boolean {
  return one.playbook === other.playbook ? numberOf(one) < numberOf(other) : one.openedAt < other.openedAt
}

function numberOf({ id }: Run): number {
  return Number(id.slice(id.lastIndexOf('-') + 1))
}
