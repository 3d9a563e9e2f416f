import type { Run } from '../engine/run.ts'
import { waitsFor } from '../engine/standing.ts'
import type { Text } from '../notify/card.ts'
import { cardOf } from '../notify/cards/index.ts'
import type { Home } from '../notify/thread.ts'
import type { Person } from '../runs/people.ts'
import { type Context, lookOf } from './context.ts'

export const OPEN_SHOWN = 50

/** What waits for this person, what runs besides, who is on call. */
export async function homeOf(context: Context, person: Person): Promise<Home> {
  // Each kind by itself: many action items hide no incident.
  const kinds = ['incident', 'handover', 'action-item', 'override'].map((playbook) =>
    context.store.list({ state: 'open', playbook, limit: OPEN_SHOWN }),
  )
  const open = (await Promise.all(kinds)).flat()
  const mine = (run: Run) => waitsForPerson(run, person)
  const cards = (runs: readonly Run[]) => runs.map((run) => cardOf(run, lookOf(context, run)))
  return {
    waiting: cards(open.filter(mine)),
    running: cards(open.filter((run) => !mine(run))),
    onCall: onCallText(context),
  }
}

/** An action item waits for its owner, a hand-over for whoever takes over, a stand-in for nobody, the rest for a group. */
export function waitsForPerson(run: Run, person: Pick<Person, 'id' | 'groups'>): boolean {
  switch (run.playbook) {
    case 'action-item':
      return run.facts['owner'] === person.id
    case 'handover':
      return run.facts['to'] === person.id
    case 'override':
      return false
    default:
      return person.groups.includes(waitsFor(run) ?? '')
  }
}

export function onCallText(context: Context): Text {
  const look = lookOf(context)
  const { primary, backup } = look.onCall
  return [
    { person: primary, name: look.nameOf(primary) },
    ' - backup: ',
    { person: backup, name: look.nameOf(backup) },
  ]
}
