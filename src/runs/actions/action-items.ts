import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { ActionItem } from '../../notify/documents/action-items.ts'
import type { Directory } from '../people.ts'
import type { RunStore } from '../ports.ts'

export type { ActionItem }

export type ActionItemsDeps = {
  readonly store: Pick<RunStore, 'get'>
  readonly directory: Pick<Directory, 'byId' | 'nameOf'>
}

/** The items that were opened for the incident, by number; those that were dropped are none any more. */
export async function readActionItems(
  { store, directory }: ActionItemsDeps,
  incident: Run,
): Promise<readonly ActionItem[]> {
  const ids = incident.history.flatMap(({ kind, what, fields }) =>
    kind === 'noted' && what === 'actionOpened' ? (textFact(fields, 'item') ?? []) : [],
  )
  const runs = await Promise.all([...new Set(ids)].map((id) => store.get(id)))
  return runs
    .flatMap((run) => (run === undefined || endedAs(run, 'dropped') ? [] : [itemOf(run, directory)]))
    .sort((one, other) => one.n - other.n)
}

function itemOf(run: Run, directory: ActionItemsDeps['directory']): ActionItem {
  const owner = textFact(run.facts, 'owner') ?? ''
  return {
    n: Number(textFact(run.facts, 'number')),
    text: textFact(run.facts, 'text') ?? run.id,
    owner: directory.nameOf(owner),
    github: directory.byId(owner)?.github,
    due: textFact(run.facts, 'due') ?? '',
    done: endedAs(run, 'done'),
  }
}

function endedAs({ history }: Run, outcome: string): boolean {
  return history.some(({ kind, what }) => kind === 'completed' && what === outcome)
}
