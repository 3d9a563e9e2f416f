import { nextHandover, type Override, onCallAt, type RotationSettings } from '../engine/rotation.ts'
import type { Run } from '../engine/run.ts'
import type { OnCall } from '../notify/look.ts'
import type { RunStore } from './ports.ts'

/** Who is on call: the configuration, its weekly rotation, and who stands in for whom at the moment. */
export type Roster = {
  /** `at` in milliseconds since 1970. */
  onCallAt(at: number): OnCall
  /** When the duty is handed over next after `at`. */
  nextHandover(at: number): number
  /** Reads again who stands in for whom; the answers above use what was read last. */
  refresh(): Promise<void>
}

/** More than these nobody reads anyway. */
const MOST_OVERRIDES = 100

/** Stand-ins are runs of the override playbook: stored, audited, and over by themselves. */
export function createRoster(settings: RotationSettings, store: Pick<RunStore, 'list'>): Roster {
  let overrides: readonly Override[] = []
  let asked = 0
  let known = 0
  return {
    onCallAt: (at) => onCallAt(settings, at, overrides),
    nextHandover: remembered((at) => nextHandover(settings, at)),
    async refresh() {
      asked += 1
      const mine = asked
      const runs = await store.list({ state: 'open', playbook: 'override', limit: MOST_OVERRIDES })
      // An answer that was overtaken by a later one is older than what we know.
      if (mine < known) return
      known = mine
      // Newest first in the store; of two for one role the later one counts, and stands last.
      overrides = runs.map(overrideOf).reverse()
    },
  }
}

/** Computing it costs milliseconds, and every look at who is on call asks: it stays the same until it is over. */
function remembered(next: (at: number) => number): (at: number) => number {
  let last: { readonly asked: number; readonly next: number } | undefined
  return (at) => {
    if (last === undefined || at < last.asked || at >= last.next) last = { asked: at, next: next(at) }
    return last.next
  }
}

function overrideOf({ facts }: Run): Override {
  return {
    role: facts['role'] === 'backup' ? 'backup' : 'primary',
    person: String(facts['person'] ?? ''),
    from: Number(facts['from']),
    until: Number(facts['until']),
  }
}
