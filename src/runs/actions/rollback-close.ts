import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import { type LinkDeps, releaseOf, tell, tellRolled } from './linked-release.ts'

/**
 * Ends a rollback: the release and the incident hear of it. It resolves nothing: whether the trouble is over is for
 * the people of the incident to say.
 */
export function createRollbackClose(deps: LinkDeps): Action {
  return async (run) => {
    const release = await releaseOf(deps, run)
    if (release !== undefined) await tellRolled(deps, release, run)
    const incident = textFact(run.facts, 'incident')
    if (incident !== undefined)
      await tell(deps, incident, 'rolledBack', run, {
        rollback: run.id,
        target: textFact(run.facts, 'target') ?? '',
      })
    return { step: 'close', outcome: 'closed', fields: {} }
  }
}
