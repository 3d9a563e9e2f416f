import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { SyncHandsDeps } from '../sync-hands.ts'
import { syncIsOff } from './results.ts'

/** Closes the breaker of an entity that looped; one that somebody closed meanwhile is as good. */
export function createSyncRelease({ syncHands }: SyncHandsDeps): Action {
  return async ({ facts }, _entry, effect) => {
    if (syncHands === undefined) return syncIsOff(effect)
    const wasOpen = await syncHands.release(textFact(facts, 'entity') ?? '')
    return { note: 'released', fields: wasOpen ? {} : { already: true } }
  }
}
