import { findStep } from '../engine/playbook.ts'
import type { Run } from '../engine/run.ts'
import { choicesNow, waitsFor } from '../engine/standing.ts'
import type { Text } from '../notify/card.ts'
import { cardOf } from '../notify/cards/index.ts'
import { isAsked } from '../notify/cards/release-facts.ts'
import type { Home } from '../notify/thread.ts'
import type { Person } from '../runs/people.ts'
import { type Context, lookOf } from './context.ts'
import { openRuns } from './shown-runs.ts'

/** What waits for this person, what runs besides, who is on call. */
export async function homeOf(context: Context, person: Person): Promise<Home> {
  const open = await openRuns(context.store)
  const mine = (run: Run) => waitsForPerson(run, person)
  const cards = (runs: readonly Run[]) => runs.map((run) => cardOf(run, lookOf(context, run)))
  return {
    waiting: cards(open.filter(mine)),
    running: cards(open.filter((run) => !mine(run))),
    onCall: onCallText(context),
  }
}

/**
 * An action item waits for its owner, a hand-over for whoever takes over, a stand-in for nobody, hours that are used up
 * for whoever took them on, a release for its owners (with four eyes not for who asked), the rest for a group - while
 * there is something to choose: what Vigie carries out waits for nobody.
 */
export function waitsForPerson(run: Run, person: Pick<Person, 'id' | 'groups'>): boolean {
  switch (run.playbook) {
    case 'action-item':
      return run.facts['owner'] === person.id
    case 'handover':
      return run.facts['to'] === person.id
    case 'override':
      return false
    case 'release':
      return waitsForOwner(run, person)
    case 'capacity':
      return person.id === (run.facts['planner'] ?? person.id) && waitsForGroup(run, person)
    default:
      return waitsForGroup(run, person)
  }
}

function waitsForGroup(run: Run, { groups }: Pick<Person, 'groups'>): boolean {
  return choicesNow(run).length > 0 && groups.includes(waitsFor(run) ?? '')
}

/** Nobody but owners decides about a release, or merges its CHANGELOG. */
function waitsForOwner(run: Run, { id, groups }: Pick<Person, 'id' | 'groups'>): boolean {
  return isAsked(run) && groups.includes('owners') && !(isForAnother(run) && run.requester === id)
}

/** A gate with four eyes: whoever asked waits themselves. */
function isForAnother(run: Run): boolean {
  const step = findStep(run.steps, run.step)
  return step?.kind === 'gate' && step.notRequester === true
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
