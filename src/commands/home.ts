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
  const open = await context.store.list({ state: 'open', limit: OPEN_SHOWN })
  const mine = (run: Run) =>
    run.facts['owner'] === undefined
      ? person.groups.includes(waitsFor(run) ?? '')
      : run.facts['owner'] === person.id
  const cards = (runs: readonly Run[]) => runs.map((run) => cardOf(run, lookOf(context, run)))
  return {
    waiting: cards(open.filter(mine)),
    running: cards(open.filter((run) => !mine(run))),
    onCall: onCallText(context),
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
