import { pino } from 'pino'
import { createBaserow } from '../../../src/adapters/baserow/baserow.ts'
import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import type { Remembered } from '../../../src/sync/book.ts'
import type { Because, Cause } from '../../../src/sync/delivery.ts'
import type { SyncDeps } from '../../../src/sync/deps.ts'
import { readKey } from '../../../src/sync/entity.ts'
import type { Notices, Orphan } from '../../../src/sync/notices.ts'
import type { Outcome } from '../../../src/sync/outcome.ts'
import type { Baserow, Docmost } from '../../../src/sync/ports.ts'
import { createSyncRow, type PartOf, type RowParts } from '../../../src/sync/rows/sync-row.ts'
import type { RowPageRule, SyncRules, TableRule } from '../../../src/sync/rules.ts'
import type { TraceLine } from '../../../src/sync/trace.ts'
import { createTracer } from '../../../src/sync/tracer.ts'
import { ADMIN, BOT, startRig } from '../../adapters/docmost-rig.ts'
import { startBaserow } from '../../fakes/baserow.ts'
import type { TableSpec } from '../../fakes/baserow-schema.ts'

const TABLES: readonly TableSpec[] = [
  {
    name: 'client',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'ville', type: 'text' },
    ],
  },
  {
    name: 'projet',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'notes', type: 'long_text' },
      { name: 'statut', type: 'single_select', options: ['en cours', 'livré', 'idée'] },
      { name: 'client', type: 'link_row', table: 'client', related: 'projets' },
      { name: 'docmost_page_id', type: 'text' },
      { name: 'modifié par', type: 'last_modified_by' },
    ],
  },
  {
    name: 'bloc',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'heures', type: 'number' },
    ],
  },
  {
    name: 'formation',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'blocs', type: 'link_row', table: 'bloc', related: 'formations' },
      { name: 'docmost_page_id', type: 'text' },
    ],
  },
  {
    name: 'personne',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'heures', type: 'number' },
    ],
  },
  {
    name: 'attribution',
    fields: [
      { name: 'titre', type: 'text' },
      { name: 'personne', type: 'link_row', table: 'personne' },
    ],
  },
  {
    name: 'contrat',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'page', type: 'text' },
    ],
  },
]

export const YAN = 12

/** Tables of a team, on strict fakes over real sockets, with what the sync remembers in memory. */
export async function startRowRig(over: { readonly projet?: Partial<RowPageRule> } = {}) {
  const docs = await startRig()
  const grid = await startBaserow({ tables: TABLES, people: [{ id: YAN, name: 'Yan' }] })
  const log = pino({ level: 'silent' })
  const baserow = createBaserow({ url: grid.url, token: grid.token, log })
  const docmost = docs.client()
  const storage = createMemorySyncStorage(docs.clock)
  const audits: string[] = []
  const orphans: Orphan[] = []
  const asked: { readonly part: keyof RowParts; readonly row: PartOf }[] = []
  let answers: Pick<Remembered, 'episode' | 'over' | 'mailed'> = {}
  let events = 0

  const deps: SyncDeps = {
    baserow,
    docmost,
    book: storage.book,
    queue: storage.queue,
    cache: storage.cache,
    notices: noticesOf({
      orphaned: async (orphan) => void orphans.push(orphan),
      audit: async ({ did, entity }) => void audits.push(`${did} ${entity}`),
    }),
    rules: rulesOf((name) => grid.table(name), over.projet),
    addresses: {
      row: (table, row) => `https://baserow.example/table/${table}/row/${row}`,
      page: (space, slug) => `https://docmost.example/s/${space}/p/${slug}`,
    },
    clock: docs.clock,
    log,
  }
  const parts: RowParts = {
    async checkCapacity(_deps, _tracer, row) {
      asked.push({ part: 'checkCapacity', row })
      return answers
    },
    async sendLetter(_deps, _tracer, row) {
      asked.push({ part: 'sendLetter', row })
      return answers
    },
  }

  /** One look, as a worker has it; `with` stands for a worker whose process is another, or ill. */
  async function sync(
    key: string,
    because: Because = 'updated',
    using: Partial<SyncDeps> = {},
  ): Promise<Outcome & { readonly event: string }> {
    const entity = readKey(key)
    if (entity?.kind !== 'row') throw new Error(`${key} is no row`)
    const event = `event-${++events}`
    const causes: readonly Cause[] = [{ event, because, at: docs.clock.now() }]
    const now = { ...deps, ...using }
    const outcome = await createSyncRow(now, parts)(createTracer(now, key, [event]), entity, causes)
    return { ...outcome, event }
  }

  return {
    grid,
    wiki: docs.wiki,
    clock: docs.clock,
    agency: docs.agency,
    deps,
    audits,
    orphans,
    asked,
    yan: grid.asUser(YAN),
    admin: docs.wiki.asUser(ADMIN),
    bot: docs.wiki.asUser(BOT),
    sync,
    answer(next: typeof answers) {
      answers = next
    },
    trace: async (event: string): Promise<readonly string[]> => (await storage.book.trace.of(event)).map(say),
    row: (table: string, id: number) => grid.rows(table).find((row) => row['id'] === id) ?? {},
    /** Writes that the two systems saw. */
    writes: () => [
      ...grid.routes.filter((route) => !route.startsWith('GET')),
      ...docs.wiki.routes.filter((route) => WRITES.some((one) => one === route)),
    ],
    /** Nothing was asked that the real ones would not know. */
    refused: () => [...grid.refused, ...docs.wiki.refused, ...docs.wiki.dropped],
    async close() {
      await storage.stop()
      await Promise.all([docs.close(), grid.close()])
      await baserow.close()
    },
  }
}

export type RowRig = Awaited<ReturnType<typeof startRowRig>>

const WRITES = ['pages/create', 'pages/update', 'pages/delete', 'pages/labels/add', 'pages/labels/remove']

function say({ action, success, reason }: TraceLine): string {
  return [action, ...(success ? [] : ['failed']), ...(reason === undefined ? [] : [reason])].join(': ')
}

function rulesOf(table: (name: string) => number, projet: Partial<RowPageRule> = {}): SyncRules {
  const plain = (name: string, over: Partial<TableRule> = {}): TableRule => ({
    table: table(name),
    links: {},
    checksCapacityOf: [],
    ...over,
  })
  return {
    tables: {
      client: plain('client'),
      bloc: plain('bloc'),
      personne: plain('personne', { capacity: { hours: 'heures', name: 'nom' } }),
      attribution: plain('attribution', {
        links: { personne: 'personne' },
        checksCapacityOf: ['personne'],
        mail: { to: '{personne.nom}', name: '{personne.nom}', subject: '{titre}', text: '{titre}' },
      }),
      projet: plain('projet', {
        links: { client: 'client' },
        writtenBy: 'modifié par',
        page: {
          space: 'Agence',
          title: 'Projet {nom} - {client}',
          template: '# {nom}\n\nVille: {client.ville}\n\n{notes}',
          link: 'docmost_page_id',
          icon: { field: 'statut', icons: { 'en cours': '▶', livré: '■' } },
          whenDeleted: 'keep',
          ...projet,
        },
      }),
      formation: plain('formation', {
        links: { blocs: 'bloc' },
        page: {
          space: 'agence',
          title: 'Formation {nom}',
          template: '# {nom}',
          link: 'docmost_page_id',
          whenDeleted: 'keep',
          children: { field: 'blocs', title: '{nom}', template: '{heures} h' },
        },
      }),
    },
    pages: {},
    shares: { notify: false },
    timing: { poll: 1000, sweep: 1000, reconcile: 1000 },
  }
}

function noticesOf(own: Pick<Notices, 'orphaned' | 'audit'>): Notices {
  const never = async () => {
    throw new Error('nobody tells this here')
  }
  return {
    overCapacity: never,
    capacityBack: never,
    shared: never,
    unshared: never,
    looping: never,
    away: never,
    back: never,
    failed: never,
    hookTrouble: never,
    hookMended: never,
    letter: never,
    ...own,
  }
}

/** Death of the process: no answer comes back, and nothing is tidied up. */
export class Killed extends Error {}

export type Blow = { readonly call: number; readonly when: 'before' | 'after' }

/** The same remotes and store for a process that dies at its n-th call of any of them. */
export function mortal(deps: SyncDeps, blow: Blow) {
  let calls = 0
  async function gate(act: () => unknown): Promise<unknown> {
    calls += 1
    const isLast = calls === blow.call
    if (calls > blow.call || (isLast && blow.when === 'before')) throw new Killed()
    const answer = await act()
    if (isLast) throw new Killed()
    return answer
  }
  function frail<T extends object>(target: T): T {
    return new Proxy(target, {
      get(from, name) {
        const method: unknown = Reflect.get(from, name)
        if (typeof method !== 'function') return method
        return (...given: unknown[]) => gate(() => Reflect.apply(method, from, given))
      },
    })
  }
  const baserow: Baserow = frail(deps.baserow)
  const docmost: Docmost = frail(deps.docmost)
  const { links, memory, causes } = deps.book
  const book = { ...deps.book, links: frail(links), memory: frail(memory), causes: frail(causes) }
  const using = { baserow, docmost, book, queue: frail(deps.queue), notices: frail(deps.notices) }
  return { using, calls: () => calls }
}
