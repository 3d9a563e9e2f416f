import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBaserowHooks } from '../../../src/adapters/baserow/hooks.ts'
import { createEventReader } from '../../../src/bot/webhooks/baserow-event.ts'
import { readersIn, readersOf } from '../../../src/sync/rows/readers.ts'
import { reconcile } from '../../../src/sync/rows/reconcile.ts'
import { createSyncRow } from '../../../src/sync/rows/sync-row.ts'
import type { SyncRules, TableRule } from '../../../src/sync/rules.ts'
import { createSync } from '../../../src/sync/sync.ts'
import { startReceiver } from '../../fakes/baserow-receiver.ts'
import { type RowRig, startRowRig } from './row-rig.ts'

let rig: RowRig
let rules: SyncRules
const ends: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  rig = await startRowRig()
  rules = withWaysBack(rig.deps.rules)
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  expect(rig.refused()).toEqual([])
  await rig.close()
})

/** As in vigie.example.yaml, with a number in the title of a bloc. */
function withWaysBack({ tables, ...rest }: SyncRules): SyncRules {
  const { client, bloc, formation } = tables
  if (client === undefined || bloc === undefined || formation?.page === undefined) throw new Error('no rules')
  const children = { field: 'blocs', title: '{nom} ({heures} h)', template: '' }
  return {
    ...rest,
    tables: {
      ...tables,
      client: { ...client, links: { projets: 'projet' } },
      bloc: { ...bloc, links: { formations: 'formation' } },
      formation: { ...formation, page: { ...formation.page, children } },
    },
  }
}

const nothing = async () => ({})

/** The sync at work on the events that Baserow sends from now on. */
async function startSync() {
  const deps = { ...rig.deps, rules }
  const syncRow = createSyncRow(deps, { checkCapacity: nothing, sendLetter: nothing })
  const never = async () => {
    throw new Error('nobody asks for this here')
  }
  const { handlers } = createSync(deps, { row: syncRow, page: never, ping: never })
  deps.queue.work(handlers)
  const receiver = await startReceiver()
  ends.push(() => receiver.close())
  for (const table of ['client', 'projet', 'bloc', 'formation']) await hookUp(table, receiver.url)
  const read = createEventReader(rules)
  let taken = 0

  /** What has arrived is taken in and done. */
  return async function settle(): Promise<void> {
    await rig.grid.settled()
    for (; taken < receiver.calls.length; taken += 1) {
      const { body, text } = receiver.calls[taken] ?? { body: {}, text: '' }
      const event = read(body, { at: deps.clock.now(), raw: Buffer.from(text) })
      if (event.is === 'delivery') await deps.queue.take(event.delivery)
    }
    await quiet()
  }
}

async function quiet(): Promise<void> {
  await vi.waitFor(async () => expect(await rig.deps.queue.count()).toEqual({ deliveries: 0, entities: 0 }))
}

async function hookUp(table: string, url: string): Promise<void> {
  const hooks = createBaserowHooks({ url: rig.grid.url, log: pino({ level: 'silent' }), ...rig.grid.account })
  const events = ['rows.created', 'rows.updated', 'rows.deleted']
  await hooks.create(rig.grid.table(table), { name: 'vigie', url, events, headers: {} })
  await hooks.close()
}

const titles = () =>
  rig.wiki
    .pages()
    .map(({ title }) => title ?? '')
    .sort()

/** How often a row of this table was asked for. */
function readsOf(table: string): number {
  const path = `/table/${rig.grid.table(table)}/`
  return rig.grid.requests.filter((one) => one.route === 'GET row' && one.path.includes(path)).length
}

describe('by an event alone', () => {
  test('a client that is renamed changes the titles of its projects', async () => {
    const settle = await startSync()
    const [acme, other] = rig.yan.paste('client', [{ nom: 'ACME' }, { nom: 'Autre' }])
    rig.yan.create('projet', { nom: 'Site', client: [acme] })
    rig.yan.create('projet', { nom: 'Audit', client: [acme] })
    rig.yan.create('projet', { nom: 'Film', client: [other] })
    await settle()
    expect(titles()).toEqual(['Projet Audit - ACME', 'Projet Film - Autre', 'Projet Site - ACME'])
    const reads = readsOf('projet')
    rig.yan.update('client', acme ?? 0, { nom: 'Acme SARL' })
    await settle()
    expect(titles()).toEqual(['Projet Audit - Acme SARL', 'Projet Film - Autre', 'Projet Site - Acme SARL'])
    expect(readsOf('projet')).toBe(reads + 2)
  })

  test('a bloc that changes changes the titles of its pages, whichever field they show', async () => {
    const settle = await startSync()
    const bloc = rig.yan.create('bloc', { nom: 'Écrire', heures: 7 })
    rig.yan.create('formation', { nom: 'Web', blocs: [bloc] })
    rig.yan.create('formation', { nom: 'Presse', blocs: [bloc] })
    await settle()
    const ofBloc = () => titles().filter((title) => !title.startsWith('Formation'))
    expect(ofBloc()).toEqual(['Écrire (7 h)', 'Écrire (7 h)'])
    rig.yan.update('bloc', bloc, { heures: 14 })
    await settle()
    expect(ofBloc()).toEqual(['Écrire (14 h)', 'Écrire (14 h)'])
  })

  test('a new project of a client has no other project read', async () => {
    const settle = await startSync()
    const client = rig.yan.create('client', { nom: 'ACME' })
    rig.yan.create('projet', { nom: 'Site', client: [client] })
    await settle()
    const reads = readsOf('projet')
    rig.yan.create('projet', { nom: 'Audit', client: [client] })
    await settle()
    expect(titles()).toEqual(['Projet Audit - ACME', 'Projet Site - ACME'])
    expect(readsOf('projet')).toBe(reads + 1)
  })
})

test('a client that was renamed without an event is found by the comparison, and its projects with it', async () => {
  const client = rig.yan.create('client', { nom: 'ACME' })
  const projet = rig.yan.create('projet', { nom: 'Site', client: [client] })
  await startSync()
  const compare = async () => {
    const order = { tables: ['client'], event: 'compare', because: 'reconciled' } as const
    const found = await reconcile({ ...rig.deps, rules }, order, async () => {})
    await quiet()
    return found.touched
  }
  expect(await compare()).toBe(2)
  expect(titles()).toEqual(['Projet Site - ACME'])
  expect(await compare()).toBe(0)
  rig.yan.update('client', client, { nom: 'Acme SARL' })
  expect(await compare()).toBe(2)
  expect(titles()).toEqual(['Projet Site - Acme SARL'])
  expect(await rig.deps.book.causes.of(`projet:${projet}`)).toEqual([])
})

test('what the comparison has looked at is not filled from what was cached before', async () => {
  const bloc = rig.yan.create('bloc', { nom: 'Écrire', heures: 7 })
  const formation = rig.yan.create('formation', { nom: 'Web', blocs: [bloc] })
  await startSync()
  const order = { tables: ['bloc', 'formation'], event: 'compare', because: 'reconciled' } as const
  const compare = () => reconcile({ ...rig.deps, rules }, order, async () => {}).then(quiet)
  await compare()
  expect(titles()).toEqual(['Formation Web', 'Écrire (7 h)'])
  rig.yan.update('bloc', bloc, { heures: 14 })
  await compare()
  expect(titles()).toEqual(['Formation Web', 'Écrire (14 h)'])
  expect(await rig.deps.book.causes.of(`formation:${formation}`)).toEqual([])
})

describe('which tables show the rows of another', () => {
  const table = (
    number: number,
    links: TableRule['links'],
    page?: Partial<TableRule['page']>,
  ): TableRule => ({
    table: number,
    links,
    checksCapacityOf: [],
    ...(page === undefined
      ? {}
      : { page: { space: 's', title: '', template: '', link: 'l', whenDeleted: 'keep', ...page } }),
  })
  const children = { field: 'parts', title: '', template: '' }

  test.each([
    ['in the title', table(2, { client: 'client' }, { title: '{nom} - {client}' }), ['one']],
    ['in the template', table(2, { client: 'client' }, { template: '{client.ville}' }), ['one']],
    ['as pages below', table(2, { parts: 'client' }, { children }), ['one']],
    ['linked, but not shown', table(2, { client: 'client' }, { title: '{nom}' }), []],
    ['shown by another table', table(2, { client: 'other' }, { title: '{client}' }), []],
    ['a field of that name, but no link', table(2, {}, { title: '{client}' }), []],
    ['without a page', table(2, { client: 'client' }), []],
  ])('%s', (_, one, expected) => {
    expect(readersOf({ tables: { client: table(1, {}), one } }, 'client')).toEqual(expected)
  })

  test('its own links name the rows, each once', () => {
    const rule = { links: { projets: 'projet', autres: 'projet', factures: 'facture' } }
    const values = { projets: [{ id: 1 }, { id: 2 }], autres: [{ id: 2 }], factures: [{ id: 3 }], nom: 'x' }
    expect(readersIn(rule, ['projet'], values)).toEqual(['projet:1', 'projet:2'])
    expect(readersIn(rule, [], values)).toEqual([])
    expect(readersIn(rule, ['projet'], { projets: null })).toEqual([])
  })
})
