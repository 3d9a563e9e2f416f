import { type Duty, every } from '../../runs/duties.ts'
import type { SyncTiming } from '../../sync/rules.ts'

export type SyncLooks = {
  readonly poll: () => Promise<void>
  readonly shares: () => Promise<void>
  readonly sweep: () => Promise<void>
  readonly reconcile: () => Promise<void>
  readonly hooks: () => Promise<void>
}

const HOOKS_EVERY_MS = 5 * 60_000

/** What nobody tells us is asked for, again and again, by one replica at a time. */
export function syncDuties({ poll, sweep, reconcile }: SyncTiming, looks: SyncLooks): readonly Duty[] {
  return [
    duty('sync-poll', poll, async () => {
      await looks.poll()
      // A page that is public is worth a request each time.
      await looks.shares()
    }),
    duty('sync-sweep', sweep, looks.sweep),
    duty('sync-reconcile', reconcile, looks.reconcile),
    duty('sync-hooks', HOOKS_EVERY_MS, looks.hooks),
  ]
}

function duty(name: string, everyMs: number, perform: () => Promise<void>): Duty {
  return {
    name,
    next: every(everyMs),
    async perform() {
      await perform()
      return undefined
    },
  }
}
