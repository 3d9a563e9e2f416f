import type { Playbook } from '../../../src/engine/playbook.ts'
import { type Fields, VIGIE } from '../../../src/engine/run.ts'
import { CAPACITY } from '../../../src/runs/notices/durations.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import type { ReconcileProgress, SyncHands } from '../../../src/runs/sync-hands.ts'
import { createRig } from './rig.ts'

export const admins = createDirectory([
  { id: 'corentin', name: 'Corentin', groups: ['owners', 'responders'], email: 'corentin@example.org' },
  { id: 'yan', name: 'Yan', groups: ['owners', 'responders'], email: 'yan@example.org' },
  { id: 'nadia', name: 'Nadia', groups: ['trainers'], email: 'nadia@example.org' },
])

export const docmostAway = () => new RemoteError('docmost', 'unreachable', { retry: true })
export const docmostRefuses = () => new RemoteError('docmost', 'refused', { retry: false })

/** Keeps what was asked for; `fault` is thrown instead while it stands. */
function createHands() {
  const asked: string[] = []
  const state: { fault?: Error | undefined; waits: boolean; steps: readonly (() => ReconcileProgress)[] } = {
    waits: true,
    steps: [],
  }
  const answer = (what: string) => {
    asked.push(what)
    if (state.fault !== undefined) throw state.fault
  }
  const port: SyncHands = {
    async revokeShare(share) {
      answer(`revoke ${share}`)
    },
    async trashPage(page) {
      answer(`trash ${page}`)
    },
    async release(entity) {
      answer(`release ${entity}`)
      return state.waits
    },
    async retry(entity) {
      answer(`retry ${entity}`)
      return state.waits
    },
    async reconcile(tables, event, tell) {
      answer(`reconcile ${tables?.join('+') ?? 'all'} as ${event}`)
      for (const step of state.steps) await tell(step())
      return { rows: 400, touched: 5, gone: 1 }
    },
  }
  return { port, asked, state }
}

export function createSyncRig({
  mail = true,
  sync = true,
  directory = admins,
}: {
  readonly mail?: boolean
  readonly sync?: boolean
  readonly directory?: typeof admins
} = {}) {
  const hands = createHands()
  const rig = createRig({
    directory,
    ...(sync ? { syncHands: hands.port } : {}),
    ...(mail ? {} : { mailer: undefined }),
  })
  return {
    ...rig,
    hands,
    begin: (playbook: Playbook, facts: Fields) =>
      rig.runs.open(playbook, {
        key: `begin ${playbook.name}`,
        at: rig.clock.now(),
        by: { id: VIGIE, groups: [] },
        door: 'sync',
        facts,
        durations: CAPACITY,
      }),
  }
}
