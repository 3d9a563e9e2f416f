import { endedLine, traceLine } from '../../release-ended.ts'
import { outcomeOf } from '../../release-facts.ts'
import { releaseTitle } from '../../release-state.ts'
import type { Moment } from '../moment.ts'
import type { Words } from '../template.ts'

/** A release that ends without production: who ended it, why, and that nothing of it is left. */
export function ended({ run, look }: Moment): Words {
  return {
    title: releaseTitle(run, look),
    status: outcomeOf(run) === 'refused' ? 'warning' : 'info',
    lines: [endedLine(run, look), traceLine(run)],
    footer: run.id,
  }
}
