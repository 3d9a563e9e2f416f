import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { stableOf } from '../../notify/cards/release-facts.ts'
import { versionOf } from './version.ts'

/**
 * What a rollback brings back: `previous`, the tag that the release follows, unless that one was rolled back itself;
 * then what it was rolled back to. `releases` are those of the same environment, the newest first.
 */
export function stableBefore(previous: string, releases: readonly Run[]): string {
  const [run] = releases.filter(({ facts }) => isOf(facts, previous) && isRolledBack(facts))
  const before = run === undefined ? undefined : stableOf(run)
  if (before === undefined) return previous
  return stableBefore(
    before,
    releases.filter((one) => one !== run),
  )
}

function isOf(facts: Run['facts'], tag: string): boolean {
  return facts['tagged'] === true && textFact(facts, 'version') === versionOf(tag)
}

function isRolledBack(facts: Run['facts']): boolean {
  return textFact(facts, 'rollback') !== undefined
}
