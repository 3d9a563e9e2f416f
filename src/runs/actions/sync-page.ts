import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { SyncHandsDeps } from '../sync-hands.ts'
import { syncIsOff } from './results.ts'

/** Puts the page of a deleted row into the trash. */
export function createPageTrash({ syncHands }: SyncHandsDeps): Action {
  return async ({ facts }, _entry, effect) => {
    if (syncHands === undefined) return syncIsOff(effect)
    await syncHands.trashPage(textFact(facts, 'page') ?? '')
    return { note: 'trashed', fields: {} }
  }
}
