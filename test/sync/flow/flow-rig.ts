import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import type { System } from '../../../src/sync/book.ts'
import type { Cause, Change, Delivery } from '../../../src/sync/delivery.ts'
import type { SyncDeps } from '../../../src/sync/deps.ts'
import { keyOf } from '../../../src/sync/entity.ts'
import type { Looks } from '../../../src/sync/flow/work.ts'
import type { Notices } from '../../../src/sync/notices.ts'
import type { Outcome } from '../../../src/sync/outcome.ts'
import { SyncError } from '../../../src/sync/ports.ts'
import type { SyncRules, TableRule } from '../../../src/sync/rules.ts'
import { createSync } from '../../../src/sync/sync.ts'
import { createLeverClock } from '../../fakes/clock.ts'

export const BOT_USER = 7
export const MINUTE = 60_000

const PAGE = {
  space: 'Agence',
  title: '{nom}',
  template: '',
  link: 'docmost_page_id',
  whenDeleted: 'keep',
} as const

function table(number: number, more: Partial<TableRule> = {}): TableRule {
  return { table: number, links: {}, checksCapacityOf: [], ...more }
}

export const RULES: SyncRules = {
  tables: {
    projet: table(1, { links: { client: 'client' }, page: PAGE, writtenBy: 'modifie_par' }),
    client: table(2),
    intervention: table(3, { links: { personne: 'personne' }, checksCapacityOf: ['personne'] }),
    personne: table(4, { capacity: { hours: 'heures_restantes_total', name: 'nom' } }),
    formation: table(5, {
      links: { blocs: 'bloc' },
      page: { ...PAGE, children: { field: 'blocs', title: '{nom}', template: '' } },
    }),
    bloc: table(6),
    comptes_rendus: table(8),
  },
  pages: {
    'compte-rendu': {
      space: 'Agence',
      parent: 'Comptes rendus',
      row: { table: 'comptes_rendus', link: 'docmost_page_id', values: {} },
    },
  },
  shares: { notify: true },
  timing: { poll: 10_000, sweep: MINUTE, reconcile: 60 * MINUTE },
}

type Look = (key: string, causes: readonly Cause[]) => Promise<Outcome>

/** Intake, work and desk on a memory store, a clock with a lever, looks that do as told, and people who listen. */
export function createFlowRig(
  options: {
    readonly look?: Look
    readonly ping?: (system: System) => Promise<void>
    /** Puts something between the sync and what it is given. */
    readonly through?: (deps: SyncDeps) => SyncDeps
  } = {},
) {
  const clock = createLeverClock()
  const { book, queue, cache, stop } = createMemorySyncStorage(clock)
  const looked: { readonly key: string; readonly causes: readonly Cause[] }[] = []
  const told = createListener()
  const logged: string[] = []
  const given: SyncDeps = {
    ...{ book, queue, cache, clock, rules: RULES, notices: told.notices },
    ...unused(),
    log: { info: () => {}, warn: (_, words) => logged.push(words), error: (_, words) => logged.push(words) },
  }
  const deps = options.through?.(given) ?? given

  async function look(key: string, causes: readonly Cause[]): Promise<Outcome> {
    looked.push({ key, causes })
    return (await options.look?.(key, causes)) ?? { ended: 'done' }
  }

  const looks: Looks = {
    row: (_tracer, entity, causes) => look(keyOf(entity), causes),
    page: (_tracer, entity, causes) => look(keyOf(entity), causes),
    ping: async (system) => options.ping?.(system),
  }
  const sync = createSync(deps, looks, () => BOT_USER)

  /** Time passes second by second; all that falls due within a second is over before the next. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.jump(Math.min(1_000, left))
      await settled()
    }
  }

  return {
    ...{ clock, book, queue, cache, sync, looked, logged, pass, deps, looks },
    told: told.all,
    /** What people were told, each key once. */
    toldOnce: told.once,
    stop,
    /** The queue brings the jobs from now on. */
    work: () => queue.work(sync.handlers),
    deliver: (delivery: Delivery) => sync.handlers.delivery(delivery, 0),
    /** Words of the trace of an event: `projet:42 finish done`. */
    trace: async (event: string) =>
      (await book.trace.of(event)).map(({ entity, action, reason, ended }) =>
        [entity ?? '*', action, reason, ended === true ? '.' : undefined]
          .filter((part) => part !== undefined)
          .join(' '),
      ),
  }
}

export type FlowRig = ReturnType<typeof createFlowRig>

/** The memory store answers without timers: what is due now is over after two rounds of the event loop. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await new Promise((resolve) => setTimeout(resolve, 2))
}

let deliveries = 0

export function delivery(
  { clock }: Pick<FlowRig, 'clock'>,
  changes: readonly Change[],
  more: Partial<Delivery> = {},
): Delivery {
  deliveries += 1
  const event = more.event ?? `event-${deliveries}`
  return { key: event, event, source: 'baserow', type: 'rows.updated', at: clock.now(), changes, ...more }
}

export function change(entity: string, more: Partial<Change> = {}): Change {
  return { entity, because: 'updated', ...more }
}

export function fault(
  system: System,
  code: string,
  more: { readonly retry?: boolean; readonly retryAfterMs?: number } = {},
): SyncError {
  return new SyncError(system, code, { retry: true, ...more })
}

type Told = { readonly what: string; readonly key: string; readonly is: unknown }

function createListener() {
  const all: Told[] = []
  const hear = (what: string, key: string, is: unknown) => void all.push({ what, key, is })
  const notices: Notices = {
    overCapacity: async (over) => hear('overCapacity', over.key, over),
    capacityBack: async (key, hours) => hear('capacityBack', key, hours),
    shared: async (share) => hear('shared', share.share, share),
    unshared: async (share) => hear('unshared', share, share),
    looping: async (loop) => hear('looping', loop.key, loop),
    away: async (key, system, because) => hear('away', key, { system, because }),
    back: async (key, system, drained) => hear('back', key, { system, drained }),
    failed: async (failure) => hear('failed', failure.key, failure),
    orphaned: async (orphan) => hear('orphaned', orphan.key, orphan),
    hookTrouble: async (key, words) => hear('hookTrouble', key, words),
    hookMended: async (key, now) => hear('hookMended', key, now),
    letter: async (letter) => hear('letter', letter.key, letter),
    audit: async (line) => hear('audit', line.event, line),
  }
  const once = (what: string) => {
    const ofKind = all.filter((one) => one.what === what)
    return [...new Map(ofKind.map((one) => [one.key, one])).values()]
  }
  return { all, notices, once }
}

/** Intake and work never speak to the remotes themselves. */
function unused(): Pick<SyncDeps, 'baserow' | 'docmost' | 'addresses'> {
  const never = (): never => {
    throw new Error('nobody asks a remote here')
  }
  return {
    baserow: {
      ...{ row: never, rows: never, rowsWhere: never, create: never, update: never, fields: never },
    },
    docmost: {
      ...{ me: never, spaces: never, create: never, page: never, update: never, append: never, trash: never },
      ...{ label: never, unlabel: never, labelsOf: never, labelled: never, createdByMe: never },
      ...{ children: never, changedAfter: never, trashed: never, shares: never, revokeShare: never },
    },
    addresses: { row: never, page: never },
  }
}
