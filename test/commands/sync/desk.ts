import type { Context } from '../../../src/commands/context.ts'
import type { Desk, Forced, SyncStatus, Traced } from '../../../src/sync/desk.ts'
import { SETTINGS } from '../../fixtures/settings.ts'
import { createTalk } from '../rig.ts'

const MINUTE = 60_000

export const IN_STEP: SyncStatus = {
  queue: { deliveries: 0, entities: 0 },
  waiting: { parked: 0, dead: 0, held: 0 },
  examples: [],
  breakers: {},
  marks: {},
}

export const SYNC_SETTINGS = {
  ...SETTINGS,
  sync: {
    tables: { projet: {}, formation: {}, Salle: {} },
    timing: { poll: 15_000, sweep: 10 * MINUTE, reconcile: 6 * 60 * MINUTE },
  },
}

export type Script = {
  readonly status?: SyncStatus
  /** All events that it knows. */
  readonly traced?: readonly Traced[]
  readonly retried?: readonly string[]
  readonly forced?: Forced
  readonly settings?: Context['settings']
}

/** Talk over a scripted desk, which writes down what it was asked to change. */
export function createSyncTalk(script: Script = {}) {
  const asked: unknown[] = []
  const desk: Desk = {
    status: async () => script.status ?? IN_STEP,
    trace: async (event) => (script.traced ?? []).filter((one) => one.event.startsWith(event)),
    async retry(what) {
      asked.push({ retry: what })
      return script.retried ?? []
    },
    async force(entity) {
      asked.push({ force: entity })
      return script.forced ?? { ok: true, event: 'forced-1' }
    },
    async release(entity) {
      asked.push({ release: entity })
      return true
    },
  }
  const settings = script.settings ?? SYNC_SETTINGS
  return { ...createTalk({ context: { sync: desk, settings } }), asked }
}
