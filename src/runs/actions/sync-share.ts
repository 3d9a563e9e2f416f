import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { SyncHandsDeps } from '../sync-hands.ts'
import { syncIsOff } from './results.ts'

/** Takes a public page back. */
export function createShareRevoke({ syncHands }: SyncHandsDeps): Action {
  return async ({ facts }, _entry, effect) => {
    if (syncHands === undefined) return syncIsOff(effect)
    await syncHands.revokeShare(textFact(facts, 'share') ?? '')
    return { note: 'revoked', fields: {} }
  }
}
