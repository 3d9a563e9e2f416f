import { RemoteError } from '../../runs/remote.ts'
import type { SyncHands } from '../../runs/sync-hands.ts'
import type { Desk } from '../../sync/desk.ts'
import { type Docmost, SyncError } from '../../sync/ports.ts'
import { type ReconcileDeps, reconcile } from '../../sync/rows/reconcile.ts'

export type HandsDeps = ReconcileDeps & { readonly docmost: Docmost; readonly desk: Desk }

/** What buttons and progress cards have done by the sync. */
export function createHands(deps: HandsDeps): SyncHands {
  const { docmost, desk, rules } = deps
  return {
    revokeShare: (share) => asRemote(() => docmost.revokeShare(share)),
    trashPage: (page) => asRemote(() => docmost.trash(page)),
    release: desk.release,
    retry: async (entity) => (await desk.retry({ entity })).length > 0,
    reconcile: (tables = Object.keys(rules.tables), event, tell) =>
      asRemote(() => reconcile(deps, { tables, event, because: 'reconciled' }, tell)),
  }
}

/** Runs know errors of remotes by one name, whichever part of Vigie made the call. */
async function asRemote<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    const { system, code, retry, retryAfterMs, message } = error
    throw new RemoteError(system, code, {
      retry,
      cause: error,
      said: message,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
}
