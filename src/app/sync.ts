import type { FastifyInstance } from 'fastify'
import { createBaserow } from '../adapters/baserow/baserow.ts'
import { createBaserowHooks } from '../adapters/baserow/hooks.ts'
import { createDocmost } from '../adapters/docmost/docmost.ts'
import { createMemorySyncStorage } from '../adapters/memory/sync/storage.ts'
import { createRedisSyncStorage } from '../adapters/redis/sync/storage.ts'
import { createBaserowWebhook } from '../bot/webhooks/baserow.ts'
import { createDocmostWebhook } from '../bot/webhooks/docmost.ts'
import type { BaserowConfig, DocmostConfig } from '../config.ts'
import type { Duty } from '../runs/duties.ts'
import type { SyncHands } from '../runs/sync-hands.ts'
import type { SyncDeps } from '../sync/deps.ts'
import type { Desk } from '../sync/desk.ts'
import { waitForEnd } from '../sync/flow/ended.ts'
import type { Looks } from '../sync/flow/work.ts'
import { wantedHooks } from '../sync/hooks/hooks.ts'
import { watchHooks } from '../sync/hooks/watch.ts'
import type { Notices } from '../sync/notices.ts'
import type { SyncQueue } from '../sync/queue.ts'
import { reconcile } from '../sync/rows/reconcile.ts'
import { ROW_PARTS } from '../sync/rows/row-parts.ts'
import { createSyncRow } from '../sync/rows/sync-row.ts'
import type { SyncRules } from '../sync/rules.ts'
import type { SyncStorage } from '../sync/storage.ts'
import { createSync, type Sync } from '../sync/sync.ts'
import { createPoll } from '../sync/wiki/poll.ts'
import { createLookAtShares } from '../sync/wiki/shares.ts'
import { createSweep } from '../sync/wiki/sweep.ts'
import { createSyncPage } from '../sync/wiki/sync-page.ts'
import type { Outside } from './outside.ts'
import { createAddresses } from './sync/addresses.ts'
import { learnBotUser } from './sync/bot-user.ts'
import { syncDuties } from './sync/duties.ts'
import { createHands } from './sync/hands.ts'

/** Docmost and Baserow kept in step, as the app sees it. */
export type SyncPart = {
  readonly desk: Desk
  readonly hands: SyncHands
  readonly duties: readonly Duty[]
  addWebhooks(server: FastifyInstance): void
  /** Begins to work on what is stored, and compares everything once. */
  work(): void
  start(): void
  stop(): Promise<void>
}

export type SyncPartDeps = {
  readonly notices: Notices
  /** The team's working time between two instants, milliseconds. */
  readonly worked: (from: number, to: number) => number
  /** Compares all rows of these tables, under a card that people see. */
  readonly reconcileVisibly: (tables: readonly string[]) => Promise<void>
}

/** A store or a remote that is away is no reason not to start. */
const TRY_AGAIN_MS = 30_000

type On = { readonly rules: SyncRules; readonly baserow: BaserowConfig; readonly docmost: DocmostConfig }

/** Undefined while one of the two is switched off. Nothing is connected before `start`. */
export function createSyncPart(outside: Outside, deps: SyncPartDeps): SyncPart | undefined {
  const { baserow, docmost, team } = outside.config
  if (baserow === undefined || docmost === undefined || team.sync === undefined) return undefined
  return wire(outside, deps, { rules: team.sync, baserow, docmost })
}

function wire(outside: Outside, { notices, worked, reconcileVisibly }: SyncPartDeps, on: On): SyncPart {
  const { config, clock, log } = outside
  const { rules } = on
  const storage = createStorage(outside)
  const wiki = createDocmost({ ...on.docmost, log, clock })
  const table = createBaserow({ ...on.baserow, log })
  const hooks = on.baserow.account && createBaserowHooks({ url: on.baserow.url, ...on.baserow.account, log })
  const { baserow, botUser } = learnBotUser(table, rules)
  const urls = { baserow: on.baserow.url, docmost: on.docmost.url, database: rules.database }
  const addresses = createAddresses(urls)
  const { book, queue, cache } = storage
  const common: SyncDeps = {
    baserow,
    docmost: wiki,
    book,
    queue,
    cache,
    notices,
    rules,
    addresses,
    clock,
    log,
  }
  const sync = createSyncOf(outside, common, botUser)
  const tables = Object.keys(rules.tables)
  const compare = async (name: string) => {
    const event = `${name}-${new Date(clock.now()).toISOString()}`
    await reconcile(common, { tables, event, because: 'reconciled' }, async () => {})
  }
  const startedAt = clock.now()
  let takeBack = () => {}

  /** A machine that starts has Vigie up before Baserow: six hours without what was missed are too long to wait. */
  function begin(): void {
    sync
      .start()
      .then(() => compare('start'))
      .catch((error: unknown) => {
        log.warn({ err: error }, 'sync: not compared at the start, and tried again')
        takeBack = clock.after(TRY_AGAIN_MS, begin)
      })
  }

  return {
    desk: sync.desk,
    hands: createHands({ ...common, desk: sync.desk }),
    duties: syncDuties(rules.timing, {
      poll: createPoll(common),
      shares: createLookAtShares(common),
      sweep: createSweep(common),
      reconcile: () => compare('reconcile'),
      hooks: () =>
        watchHooks({
          ...common,
          hooks,
          wanted: wantedHooks(rules, config.http.publicUrl, on.baserow.webhookSecrets),
          reconcile: reconcileVisibly,
          silence: rules.timing.silence,
          startedAt,
          worked,
        }),
    }),
    addWebhooks: (server) => addWebhooks(server, outside, common, on),
    work() {
      queue.work(sync.handlers)
      begin()
    },
    start: storage.start,
    async stop() {
      takeBack()
      await storage.stop()
      await Promise.all([wiki.close(), table.close(), hooks?.close()])
    },
  }
}

function createStorage({ config, clock, log }: Outside): SyncStorage {
  return config.redisUrl === undefined
    ? createMemorySyncStorage(clock)
    : createRedisSyncStorage(config.redisUrl, { clock, log })
}

function createSyncOf({ config }: Outside, deps: SyncDeps, botUser: () => number | undefined): Sync {
  const { timeZone } = config.team
  const { baserow, docmost, rules } = deps
  const anyTable = Object.values(rules.tables)[0]?.table
  const looks: Looks = {
    row: createSyncRow(deps, ROW_PARTS),
    page: createSyncPage({ ...deps, timeZone }),
    async ping(system) {
      if (system === 'docmost') await docmost.me()
      else if (anyTable !== undefined) await baserow.fields(anyTable)
    },
  }
  return createSync(deps, looks, botUser)
}

function addWebhooks(server: FastifyInstance, outside: Outside, deps: SyncDeps, on: On): void {
  const { clock, log } = outside
  const { book, queue, rules } = deps
  server.register(
    createBaserowWebhook({
      secrets: on.baserow.webhookSecrets,
      rules,
      take: queue.take,
      mark: book.marks.set,
      finished: (event, entities, withinMs) => waitForEnd(deps, event, entities, withinMs),
      clock,
      log,
    }),
  )
  const { webhookSecrets } = on.docmost
  if (webhookSecrets === undefined) return
  const lookAtShares = createLookAtShares(deps)
  const take: SyncQueue['take'] = async (delivery) => {
    const taken = await queue.take(delivery)
    // Told at once; what fails here is found by the next poll.
    if (delivery.type.startsWith('share.'))
      lookAtShares().catch((error: unknown) => log.warn({ err: error }, 'sync: shares not looked at'))
    return taken
  }
  server.register(createDocmostWebhook({ secrets: webhookSecrets, take, clock, log }))
}
