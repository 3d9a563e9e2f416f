import { type Run, VIGIE } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { ActEffect, Clock } from '../ports.ts'
import type { Runs } from '../submit.ts'
import type { ReconcileProgress, SyncHandsDeps } from '../sync-hands.ts'
import { syncIsOff } from './results.ts'

export type SyncReconcileDeps = SyncHandsDeps & {
  readonly runs: Pick<Runs, 'submit'>
  readonly clock: Pick<Clock, 'now'>
}

/** The card moves this often at most, and less often the longer it takes: each move is an entry of the run. */
const MOVE_MS = 5_000
const SHARE_OF_THE_TIME = 10

/** Compares everything, and says how far it is. What differs is traced under the id of the run. */
export function createSyncReconcile(deps: SyncReconcileDeps): Action {
  return async (run, _entry, effect) => {
    const { syncHands } = deps
    if (syncHands === undefined) return syncIsOff(effect)
    const tables = textFact(run.facts, 'tables')?.split(',')
    const found = await syncHands.reconcile(tables, run.id, teller(deps, run, effect))
    return {
      note: 'reconciled',
      fields: { rows: String(found.rows), touched: String(found.touched), gone: String(found.gone) },
    }
  }
}

function teller({ runs, clock }: SyncReconcileDeps, run: Run, effect: ActEffect) {
  const began = clock.now()
  let next = began + MOVE_MS
  return async ({ done, rows, touched }: ReconcileProgress): Promise<void> => {
    const at = clock.now()
    if (at < next) return
    next = at + Math.max(MOVE_MS, (at - began) / SHARE_OF_THE_TIME)
    await runs.submit(run.id, {
      type: 'note',
      key: `progress:${effect.id}:${at}`,
      at,
      by: { id: VIGIE, groups: [] },
      door: VIGIE,
      note: 'progress',
      fields: { done: String(done), rows: String(rows), touched: String(touched) },
    })
  }
}
