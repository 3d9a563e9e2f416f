import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { stableOf } from '../../notify/cards/release-facts.ts'
import type { Action } from '../act.ts'
import type { Directory } from '../people.ts'
import type { Releases, Scenario } from '../releases.ts'
import { keyOf } from './key.ts'
import { failed, releasesAreOff } from './results.ts'
import { actorOf, REMEMBER_MS, rollbackAsked } from './rollback-asked.ts'

export type ReleaseRollbackDeps = {
  readonly releases?: Pick<Releases, 'rollBack'> | undefined
  readonly directory: Pick<Directory, 'byId'>
}

/** Opens the rollback that somebody chose at a step of the release. Fields of the entry: `scenario`, `reason`. */
export function createReleaseRollback({ releases, directory }: ReleaseRollbackDeps): Action {
  return async (run, entry, effect) => {
    if (releases === undefined) return releasesAreOff(effect)
    const version = textFact(run.facts, 'version')
    const target = stableOf(run)
    if (version === undefined || target === undefined)
      return failed(effect, 'there is no earlier stable version to go back to: this was the first release')
    const incident = textFact(run.facts, 'incident')
    const rollback = await releases.rollBack({
      key: keyOf(run, effect),
      rememberMs: REMEMBER_MS,
      at: entry.at,
      by: actorOf(directory, entry.by),
      door: entry.door,
      ...rollbackAsked(entry.fields, usualAt(entry.step)),
      version,
      target,
      release: run.id,
      ...(incident === undefined ? {} : { incident }),
    })
    return { note: 'rolled', fields: { rollback: rollback.id } }
  }
}

/** What was found during the watch is a bug; before it, the deployment didn't come up well. */
function usualAt(step: Run['step']): Scenario {
  return step === 'watch' ? 'bug' : 'healthcheck'
}
