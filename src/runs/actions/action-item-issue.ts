import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { GitHub } from '../github.ts'
import type { Directory } from '../people.ts'
import { keyOf } from './key.ts'
import { gitHubIsOff } from './results.ts'
import { oneLine, quotation } from './words.ts'

export type ActionItemIssueDeps = {
  readonly github: Pick<GitHub, 'openIssue'> | undefined
  readonly directory: Pick<Directory, 'byId' | 'nameOf'>
}

/** The issue of an action item: closing it ticks the item off. */
export function createActionItemIssue({ github, directory }: ActionItemIssueDeps): Action {
  return async (run, _entry, effect) => {
    if (github === undefined) return gitHubIsOff(effect, 'the action item stands here alone')
    const owner = textFact(run.facts, 'owner') ?? ''
    const login = directory.byId(owner)?.github
    const ticket = await github.openIssue({
      key: keyOf(run, effect),
      title: oneLine(textFact(run.facts, 'text') ?? run.id),
      body: bodyOf(run, directory.nameOf(owner)),
      labels: ['action-item'],
      assignees: login === undefined ? [] : [login],
    })
    return { note: 'issued', fields: { issue: String(ticket.number), issueUrl: ticket.url } }
  }
}

function bodyOf({ id, parent, facts }: Run, owner: string): string {
  const number = textFact(facts, 'number') ?? '1'
  return [
    `AI ${number} of ${parent ?? 'an incident'} (${id} in Vigie).`,
    quotation(textFact(facts, 'text') ?? ''),
    `- Owner: ${owner}\n- Due: ${textFact(facts, 'due') ?? 'not said'}`,
    'Vigie ticks it off when this issue is closed.',
  ].join('\n\n')
}
