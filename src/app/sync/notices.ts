import { VIGIE } from '../../engine/run.ts'
import { PLAYBOOKS } from '../../playbooks/index.ts'
import type { Mailer } from '../../runs/mail.ts'
import { createNotices } from '../../runs/notices.ts'
import type { Storage } from '../../runs/ports.ts'
import type { Runs } from '../../runs/submit.ts'
import type { Notices } from '../../sync/notices.ts'
import type { Outside } from '../outside.ts'

export type TellDeps = {
  readonly runs: Runs
  readonly storage: Storage
  readonly mailer: Mailer | undefined
}

/** What the sync has to say becomes runs, as everything that people see. */
export function createSyncNotices({ config, clock, log }: Outside, deps: TellDeps): Notices {
  const { runs, storage, mailer } = deps
  const { store, audit } = storage
  return createNotices({
    runs,
    store,
    audit,
    mailer,
    playbooks: PLAYBOOKS,
    settings: config.team,
    clock,
    log,
  })
}

/** Compares rows under a card in ops: what Vigie found out by itself, people see being made good. */
export function createReconcileVisibly(
  { clock }: Outside,
  runs: Runs,
): (tables: readonly string[]) => Promise<void> {
  return async (tables) => {
    const at = clock.now()
    await runs.open(PLAYBOOKS.reconciliation, {
      key: `reconcile:${tables.join()}:${at}`,
      at,
      by: { id: VIGIE, groups: [] },
      door: 'sync',
      facts: { tables: tables.join() },
      durations: {},
    })
  }
}
