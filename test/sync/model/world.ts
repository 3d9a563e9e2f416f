import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import { createEventReader } from '../../../src/bot/webhooks/baserow-event.ts'
import type { Delivery } from '../../../src/sync/delivery.ts'
import type { SyncDeps } from '../../../src/sync/deps.ts'
import type { Notices } from '../../../src/sync/notices.ts'
import { SyncError } from '../../../src/sync/ports.ts'
import { reconcile } from '../../../src/sync/rows/reconcile.ts'
import { ROW_PARTS } from '../../../src/sync/rows/row-parts.ts'
import { createSyncRow } from '../../../src/sync/rows/sync-row.ts'
import type { SyncRules } from '../../../src/sync/rules.ts'
import { createSync } from '../../../src/sync/sync.ts'
import { createPoll } from '../../../src/sync/wiki/poll.ts'
import { createSweep } from '../../../src/sync/wiki/sweep.ts'
import { createSyncPage } from '../../../src/sync/wiki/sync-page.ts'
import { BOT, createGrid, TABLES } from './grid.ts'
import { createLife, Killed } from './life.ts'
import { createLine } from './line.ts'
import { createStillClock, quiet } from './still-clock.ts'
import { createWiki } from './wiki.ts'

export const ICONS: Readonly<Record<string, string>> = { 'en cours': '▶', livré: '■' }
const REPORTS = 'Comptes rendus'

const RULES: SyncRules = {
  tables: {
    client: { table: TABLES.client, links: {}, checksCapacityOf: [] },
    projet: {
      table: TABLES.projet,
      links: { client: 'client' },
      checksCapacityOf: [],
      writtenBy: 'modifié par',
      page: {
        space: 'Agence',
        title: 'Projet {nom} - {client}',
        template: '# {nom}\n\n{client.nom}',
        link: 'docmost_page_id',
        icon: { field: 'statut', icons: ICONS },
        whenDeleted: 'keep',
      },
    },
    comptes_rendus: { table: TABLES.comptes_rendus, links: {}, checksCapacityOf: [] },
  },
  pages: {
    'compte-rendu': {
      space: 'Agence',
      parent: REPORTS,
      row: { table: 'comptes_rendus', link: 'docmost_page_id', values: { titre: '{title}' } },
    },
  },
  shares: { notify: true },
  timing: { poll: 1_000, sweep: 1_000, reconcile: 1_000 },
}

export const DUTIES = ['poll', 'sweep', 'reconcile'] as const
export type DutyName = (typeof DUTIES)[number]

/** Both systems in memory, the whole sync between them, and everything that can befall it. */
export function createModelWorld() {
  const clock = createStillClock()
  const line = createLine()
  const storage = createMemorySyncStorage(clock)
  const events: Delivery[] = []
  const readEvent = createEventReader(RULES)
  const grid = createGrid(line, (body) => {
    const event = readEvent(body, { at: clock.now(), raw: Buffer.from(JSON.stringify(body)) })
    if (event.is === 'delivery') events.push(event.delivery)
  })
  const wiki = createWiki(line, clock, (delivery) => events.push(delivery))
  const reports = wiki.create(REPORTS)
  const given: SyncDeps = {
    ...{ baserow: grid.baserow, docmost: wiki.docmost, notices: silence, rules: RULES, clock },
    ...{ book: storage.book, queue: storage.queue, cache: storage.cache },
    addresses: { row: (table, row) => `row/${table}/${row}`, page: (space, slug) => `page/${space}/${slug}` },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  }
  let looks = 0
  let lostWhen = (_n: number) => false
  let now = begin()

  function begin() {
    const life = createLife(given, () => {
      line.cut(lostWhen)
      now = begin()
    })
    const { deps } = life
    const sync = createSync(
      deps,
      {
        row: createSyncRow(deps, ROW_PARTS),
        page: createSyncPage(deps),
        async ping(system) {
          if (system === 'docmost') await deps.docmost.me()
          else await deps.baserow.fields(TABLES.client)
        },
      },
      () => BOT,
    )
    storage.queue.work(sync.handlers)
    const busy = new Set<DutyName>()
    const acts: Readonly<Record<DutyName, () => Promise<unknown>>> = {
      poll: createPoll(deps),
      sweep: createSweep(deps),
      async reconcile() {
        looks += 1
        const order = { tables: Object.keys(RULES.tables), event: `compared-${looks}` }
        await reconcile(deps, { ...order, because: 'reconciled' }, async () => {})
      },
    }
    /** One of each at a time; what fails is done again another time. */
    async function perform(duty: DutyName): Promise<void> {
      if (busy.has(duty)) return
      busy.add(duty)
      await acts[duty]().catch(forgive)
      busy.delete(duty)
    }
    sync.start().catch(forgive)
    return { life, perform, desk: sync.desk }
  }

  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.pass(Math.min(1_000, left))
      await quiet()
    }
  }

  async function whatWaits(): Promise<string> {
    const { breakers, waiting } = storage.book
    const each = [await storage.queue.count(), await waiting.list('parked', 9), await breakers.get('baserow')]
    return JSON.stringify([...each, await breakers.get('docmost')])
  }

  async function isIdle(): Promise<boolean> {
    const [{ deliveries, entities }, waiting] = [
      await storage.queue.count(),
      await storage.book.waiting.count(),
    ]
    const breakers = [await storage.book.breakers.get('baserow'), await storage.book.breakers.get('docmost')]
    return deliveries + entities + waiting.parked === 0 && breakers.every((breaker) => breaker === undefined)
  }

  return {
    clock,
    line,
    grid,
    wiki,
    reports,
    book: storage.book,
    events,
    pass,
    perform: (duty: DutyName) => void now.perform(duty),
    deliver: (event: Delivery) => void storage.queue.take({ ...event, at: clock.now() }),
    die(calls: number, when: 'before' | 'after', arrived: (n: number) => boolean) {
      lostWhen = arrived
      if (calls === 0) now.life.end()
      else now.life.endAt(calls, when)
    },
    /** Nothing befalls anybody any more; answers when all that was begun is over. */
    async calm(): Promise<void> {
      now.life.spare()
      line.heal()
      line.open()
      await quiet()
      for (let seconds = 0; !(await isIdle()); seconds += 1) {
        if (seconds > 600) throw new Error(`never idle: ${await whatWaits()}`)
        await pass(1_000)
      }
    },
    async compareAll(): Promise<void> {
      for (const duty of DUTIES) {
        await now.perform(duty)
        await this.calm()
      }
    },
    /** What was given up, or looped, was told to people: they put it back to work. */
    retryAll: async () => void (await now.desk.retry('all')),
  }
}

export type ModelWorld = ReturnType<typeof createModelWorld>

function forgive(error: unknown): void {
  if (!(error instanceof Killed || error instanceof SyncError)) throw error
}

const nothing = async () => {}
const silence: Notices = {
  ...{ overCapacity: nothing, capacityBack: nothing, shared: nothing, unshared: nothing, looping: nothing },
  ...{ away: nothing, back: nothing, failed: nothing, orphaned: nothing, hookTrouble: nothing },
  ...{ hookMended: nothing, letter: nothing, audit: nothing },
}
