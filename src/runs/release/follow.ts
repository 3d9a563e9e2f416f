import type { Run } from '../../engine/run.ts'
import type { Changes, RunStore } from '../ports.ts'
import { isOpenSev1 } from './holders.ts'

export type FollowDeps = {
  readonly changes: Changes
  readonly store: Pick<RunStore, 'get'>
  readonly nudge: () => void
  readonly log: { warn(data: object, message: string): void }
}

/** What holds releases when it begins, and lets them go on when it ends. */
const HOLDERS = /^(INC|REL|RBK)-/

/** Nudges at once when a SEV1 opens or ends, or another release does. The answer ends it. */
export function followHolders({ changes, store, nudge, log }: FollowDeps): () => void {
  const holding = new Set<string>()

  async function heard(id: string): Promise<void> {
    const run = await store.get(id)
    const holds = run !== undefined && isHolder(run)
    if (holds === holding.has(id)) return
    if (holds) holding.add(id)
    else holding.delete(id)
    nudge()
  }

  return changes.subscribe((id) => {
    if (!HOLDERS.test(id)) return
    heard(id).catch((error: unknown) => log.warn({ err: error, run: id }, 'a change was not looked at'))
  })
}

function isHolder(run: Run): boolean {
  return run.playbook === 'incident' ? isOpenSev1(run) : run.state === 'open'
}
