import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { GitHub } from '../github.ts'
import type { Directory } from '../people.ts'
import { type Clock, Postponed } from '../ports.ts'
import { keyOf } from './key.ts'
import { failed, gitHubIsOff, isDrill, rehearsed } from './results.ts'
import { quotation } from './words.ts'

export type IncidentCommentDeps = {
  readonly github: Pick<GitHub, 'comment'> | undefined
  readonly directory: Pick<Directory, 'nameOf'>
  readonly clock: Pick<Clock, 'now'>
}

const LOOK_AGAIN_MS = 10_000
/** The issue itself is asked for without end; whoever waits for one that never comes says so at last. */
const WAIT_MS = 7 * 24 * 3_600_000

/** The workaround as a comment on the incident's issue, behind the issue when that is still being opened. */
export function createIncidentComment({ github, directory, clock }: IncidentCommentDeps): Action {
  return async (run, entry, effect) => {
    if (isDrill(run)) return rehearsed('would have written the workaround into the issue')
    if (github === undefined) return gitHubIsOff(effect, 'write the workaround into the issue by hand')
    const issue = textFact(run.facts, 'issue')
    if (issue === undefined) {
      if (hasFailed(run) || clock.now() - entry.at > WAIT_MS) return failed(effect, 'there is no issue')
      throw new Postponed('the issue is not opened yet', LOOK_AGAIN_MS)
    }
    const workaround = textFact(entry.fields, 'workaround') ?? ''
    await github.comment(Number(issue), {
      key: keyOf(run, effect),
      body: `Workaround, by ${directory.nameOf(entry.by)} in ${run.id}:\n\n${quotation(workaround)}`,
    })
    return undefined
  }
}

function hasFailed({ history }: Run): boolean {
  return history.some(
    ({ kind, what, fields }) => kind === 'noted' && what === 'failed' && fields['what'] === 'incident.issue',
  )
}
