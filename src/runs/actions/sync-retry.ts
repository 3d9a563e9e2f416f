import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { SyncHandsDeps } from '../sync-hands.ts'
import { syncIsOff } from './results.ts'

/** Puts an entity that was given up back to work; one that somebody retried meanwhile is as good. */
export function createSyncRetry({ syncHands }: SyncHandsDeps): Action {
  return async ({ facts }, _entry, effect) => {
    if (syncHands === undefined) return syncIsOff(effect)
    const waited = await syncHands.retry(textFact(facts, 'entity') ?? '')
    return { note: 'retried', fields: waited ? {} : { already: true } }
  }
}
