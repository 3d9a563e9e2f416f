import { expect, vi } from 'vitest'
import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import { keyOf, readKey } from '../../../src/sync/entity.ts'
import type { Outcome } from '../../../src/sync/outcome.ts'
import type { SyncRules } from '../../../src/sync/rules.ts'
import { touch } from '../../../src/sync/touch.ts'
import { createTracer } from '../../../src/sync/tracer.ts'
import type { PageRowDeps } from '../../../src/sync/wiki/page-row.ts'
import { createPoll, type PollDeps } from '../../../src/sync/wiki/poll.ts'
import { createLookAtShares, type SharesDeps } from '../../../src/sync/wiki/shares.ts'
import { createSweep, type SweepDeps } from '../../../src/sync/wiki/sweep.ts'
import { createSyncPage } from '../../../src/sync/wiki/sync-page.ts'
import { startBaserowRig } from '../../adapters/baserow-rig.ts'
import { ADMIN, BOT, startRig } from '../../adapters/docmost-rig.ts'
import type { TableSpec } from '../../fakes/baserow-schema.ts'
import { createToldNotices } from './told-notices.ts'

const TABLES: readonly TableSpec[] = [
  {
    name: 'comptes_rendus',
    fields: [
      { name: 'titre', type: 'text' },
      { name: 'adresse', type: 'text' },
      { name: 'date', type: 'date' },
      { name: 'notes', type: 'long_text' },
      { name: 'docmost_page_id', type: 'text' },
    ],
  },
]

const DAY = 86_400_000

export type WikiDeps = PageRowDeps & SweepDeps & SharesDeps & PollDeps
export type WikiRig = Awaited<ReturnType<typeof startWikiRig>>

/** Both systems over real sockets, the real clients, and a worker that looks at pages and nothing else. */
export async function startWikiRig() {
  const wikiRig = await startRig()
  const baserowRig = await startBaserowRig({ tables: TABLES })
  const { wiki, clock } = wikiRig
  const { book, queue, cache, stop } = createMemorySyncStorage(clock)
  const { notices, told } = createToldNotices()
  const logged: object[] = []
  const log = {
    info: (data: object) => void logged.push(data),
    warn: (data: object) => void logged.push(data),
    error: (data: object) => void logged.push(data),
  }
  const deps: WikiDeps = {
    docmost: wikiRig.client(),
    baserow: baserowRig.baserow(),
    book,
    queue,
    cache,
    notices,
    rules: rulesFor(baserowRig.fake.table('comptes_rendus')),
    addresses: {
      row: (table, row) => `https://baserow.test/${table}/${row}`,
      page: (space, slug) => `https://wiki.test/s/${space}/p/${slug}`,
    },
    clock,
    log,
    timeZone: 'Europe/Paris',
  }
  const looks: { readonly page: string; readonly outcome: Outcome; readonly because: readonly string[] }[] =
    []

  /** As the queue would have it, once. */
  async function look(page: string, over: Partial<WikiDeps> = {}): Promise<Outcome> {
    const key = `page:${page}`
    const causes = await book.causes.of(key)
    const events = causes.map(({ event }) => event)
    const tracer = createTracer({ ...deps, ...over }, key, events)
    const outcome = await createSyncPage({ ...deps, ...over })(tracer, { kind: 'page', id: page }, causes)
    await book.causes.settle(key, causes.length)
    looks.push({ page, outcome, because: causes.map(({ because }) => because) })
    return outcome
  }

  queue.work({
    async delivery({ event, changes, at }) {
      for (const { entity, because } of changes) await touch({ book, queue }, entity, { event, because, at })
    },
    async entity(key) {
      const entity = readKey(key)
      if (entity?.kind !== 'page') throw new Error(`${key} is no page`)
      await look(entity.id)
    },
    async probe() {},
  })

  const rig = {
    wiki,
    fake: baserowRig.fake,
    clock,
    deps,
    book,
    told,
    logged,
    looks,
    look,
    admin: wiki.asUser(ADMIN),
    bot: wiki.asUser(BOT),
    poll: createPoll(deps),
    sweep: createSweep(deps),
    lookAtShares: createLookAtShares(deps),
    /** What the looks at a page came to. */
    endsOf: (page: string) => looks.filter((one) => one.page === page).map(({ outcome }) => outcome.ended),
    rows: () => baserowRig.fake.rows('comptes_rendus'),
    /** Nothing waits and nothing is worked on. */
    settled: () =>
      vi.waitFor(async () => expect(await queue.count()).toEqual({ deliveries: 0, entities: 0 }), {
        timeout: 8_000,
        interval: 5,
      }),
    /** The page that comptes rendus are written under. */
    parent: '',
    async close() {
      await stop()
      await baserowRig.close()
      await wikiRig.close()
    },
  }
  rig.parent = rig.admin.create({ space: 'agence', title: 'Comptes rendus' })
  return rig
}

/** Somebody asks for a look at this page. */
export async function ask(
  { book, clock }: WikiRig,
  page: string,
  because: 'forced' | 'updated',
): Promise<void> {
  await book.causes.add(keyOf({ kind: 'page', id: page }), { event: 'asked', because, at: clock.now() })
}

function rulesFor(table: number): SyncRules {
  const row = {
    table: 'comptes_rendus',
    link: 'docmost_page_id',
    values: { titre: 'CR {title}', adresse: '{address}', date: '{date}' },
  }
  return {
    tables: { comptes_rendus: { table, links: {}, checksCapacityOf: [] } },
    pages: {
      'compte-rendu': { space: 'Agence', parent: 'Comptes rendus', row },
      'compte-rendu labelled': { space: 'agence', label: 'Compte rendu', row },
    },
    shares: { notify: true },
    timing: { poll: 60_000, sweep: 900_000, reconcile: DAY },
  }
}
