import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemorySyncStorage } from '../../../src/adapters/memory/sync/storage.ts'
import { hashOf } from '../../../src/sync/hash.ts'
import { UNFINISHED } from '../../../src/sync/rows/look.ts'
import { type ReconcileDeps, type ReconcileProgress, reconcile } from '../../../src/sync/rows/reconcile.ts'
import type { TableRule } from '../../../src/sync/rules.ts'
import { type BaserowRig, startBaserowRig, YAN } from '../../adapters/baserow-rig.ts'
import { createLeverClock } from '../../fakes/clock.ts'

const PAGE = {
  space: 'Agence',
  title: '{nom}',
  template: '',
  link: 'docmost_page_id',
  whenDeleted: 'keep',
} as const
const EVENT = 'reconcile-1'

let rig: BaserowRig
let deps: ReconcileDeps
let touched: string[] = []
let told: ReconcileProgress[] = []

beforeEach(async () => {
  rig = await startBaserowRig()
  touched = []
  const clock = createLeverClock()
  const storage = createMemorySyncStorage(clock)
  const rule = (table: string): TableRule => ({
    table: rig.fake.table(table),
    links: {},
    checksCapacityOf: [],
  })
  const tables = { client: rule('client'), projet: { ...rule('projet'), page: PAGE } }
  const queue = { touch: async (entities: readonly string[]) => void touched.push(...entities) }
  deps = { baserow: rig.baserow(), book: storage.book, cache: storage.cache, queue, rules: { tables }, clock }
})
afterEach(() => rig.close())

async function run(...tables: string[]) {
  touched = []
  told = []
  return reconcile(deps, { tables, event: EVENT, because: 'reconciled' }, async (progress) => {
    told.push(progress)
  })
}

/** As the worker leaves a table that it has just looked through. */
async function rememberAll(name: 'client' | 'projet'): Promise<void> {
  for await (const { id, values } of deps.baserow.rows(rig.fake.table(name))) {
    const entity = `${name}:${id}`
    await deps.book.memory.set(entity, { fingerprint: 'f', row: hashOf(values), at: 1 })
    if (name === 'projet') await deps.book.links.link(entity, `page of ${entity}`)
  }
}

async function causesOf(entity: string) {
  return (await deps.book.causes.of(entity)).map(({ because, event }) => [because, event])
}

const names = (count: number) => Array.from({ length: count }, (_, n) => ({ nom: `Client ${n}` }))

test('everything is new at first; then nothing is, until an import that no event told of', async () => {
  rig.fake.importRows('client', names(3))
  expect(await run('client')).toEqual({ rows: 3, touched: 3, gone: 0 })
  expect(await causesOf('client:2')).toEqual([['first_seen', EVENT]])

  await rememberAll('client')
  expect(await run('client')).toEqual({ rows: 3, touched: 0, gone: 0 })

  rig.fake.importRows('client', names(2))
  expect(await run('client')).toEqual({ rows: 5, touched: 2, gone: 0 })
  expect(touched.sort()).toEqual(['client:4', 'client:5'])
  expect(await causesOf('client:4')).toEqual([['reconciled', EVENT]])
})

test('an event that came before the first comparison does not make the other rows look new', async () => {
  rig.fake.importRows('client', names(2))
  await deps.book.memory.set('client:1', { fingerprint: 'f', at: 1 })
  await run('client')
  expect(await causesOf('client:2')).toEqual([['first_seen', EVENT]])
})

test('a first comparison that broke off is still the first when it is made again', async () => {
  rig.fake.importRows('client', names(250))
  const { baserow } = deps
  async function* breakingOff() {
    let left = 120
    for await (const row of baserow.rows(rig.fake.table('client'))) {
      if (left === 0) throw new Error('Baserow is away')
      left -= 1
      yield row
    }
  }
  deps = { ...deps, baserow: { row: baserow.row, rows: breakingOff } }
  await expect(run('client')).rejects.toThrow('away')
  expect(touched).toHaveLength(100)
  await deps.book.memory.set('client:1', { fingerprint: 'f', at: 1 })
  deps = { ...deps, baserow }
  await run('client')
  expect(await causesOf('client:250')).toEqual([['first_seen', EVENT]])
})

test('a row that was changed, and one that lost its page', async () => {
  const yan = rig.fake.asUser(YAN.id)
  for (const nom of ['A', 'B', 'C']) yan.create('projet', { nom })
  await run('projet')
  await rememberAll('projet')
  yan.update('projet', 2, { nom: 'Beta' })
  await deps.book.links.unlink('projet:3')
  expect(await run('projet')).toMatchObject({ touched: 2 })
  expect(touched.sort()).toEqual(['projet:2', 'projet:3'])
})

test('a row whose link was taken away tells nothing, and is found', async () => {
  const yan = rig.fake.asUser(YAN.id)
  const client = yan.create('client', { nom: 'Acme' })
  yan.create('projet', { nom: 'A', client: [client] })
  await run('client')
  await rememberAll('client')
  yan.update('projet', 1, { client: [] })
  await run('client')
  expect(touched).toEqual([`client:${client}`])
})

test('what is gone is asked for once more, and looked at; a table that is not asked for is left alone', async () => {
  const yan = rig.fake.asUser(YAN.id)
  for (const nom of ['A', 'B', 'C']) yan.create('projet', { nom })
  await run('projet')
  await rememberAll('projet')
  await deps.book.memory.set('client:9', { fingerprint: 'f', at: 1 })
  // A crash left the link of one and the memory of the other.
  await deps.book.memory.forget('projet:1')
  await deps.book.links.unlink('projet:2')
  await deps.book.links.link('projet:3/bloc:1', 'page of a bloc')
  yan.delete('projet', 1, 2)
  expect(await run('projet')).toEqual({ rows: 1, touched: 2, gone: 2 })
  expect(touched.sort()).toEqual(['projet:1', 'projet:2'])
  expect(await causesOf('projet:1')).toContainEqual(['deleted', EVENT])
})

test('a row that the list passed over is not gone', async () => {
  rig.fake.importRows('client', names(2))
  await run('client')
  await rememberAll('client')
  const { baserow } = deps
  async function* passingOver() {
    for await (const row of baserow.rows(rig.fake.table('client'))) if (row.id !== 2) yield row
  }
  deps = { ...deps, baserow: { row: baserow.row, rows: passingOver } }
  expect(await run('client')).toEqual({ rows: 1, touched: 0, gone: 0 })
})

test('a thousand rows: told as it goes on, a page at a time, and nothing is written', async () => {
  rig.fake.importRows('client', names(1_000))
  rig.fake.importRows('projet', [{ nom: 'A' }])
  expect(await run('client', 'projet', 'unknown')).toEqual({ rows: 1_001, touched: 1_001, gone: 0 })
  expect(new Set(touched).size).toBe(1_001)
  expect(told).toEqual([
    ...[200, 400, 600, 800, 1_000].map((rows) => ({ done: 0, rows, touched: rows })),
    { done: 1, rows: 1_000, touched: 1_000 },
    { done: 1, rows: 1_001, touched: 1_001 },
    { done: 2, rows: 1_001, touched: 1_001 },
  ])
  expect(new Set(rig.fake.routes.map((route) => route.split(' ')[0]))).toEqual(new Set(['GET']))
  expect(rig.fake.refused).toEqual([])
  expect((await deps.book.marks.all()).last_reconcile).toMatch(/^\d{4}-\d\d-\d\dT/)
})

test('a row whose letter waits is looked at, though it is the same', async () => {
  rig.fake.importRows('client', names(2))
  await run('client')
  await rememberAll('client')
  for await (const [key, known] of deps.book.memory.ofTable('client'))
    await deps.book.memory.set(key, { ...known, mailed: key !== 'client:1' })
  await run('client')
  expect(touched).toEqual(['client:1'])
})

test('a row is looked at while its page was in the trash: it may be back, and nothing tells so', async () => {
  rig.fake.importRows('projet', [{ nom: 'Site' }])
  await run('projet')
  await rememberAll('projet')
  expect(await run('projet')).toMatchObject({ touched: 0 })
  const known = await deps.book.memory.get('projet:1')
  await deps.book.memory.set('projet:1', { ...known, at: 1, fingerprint: UNFINISHED })
  expect(await run('projet')).toMatchObject({ touched: 1 })
})
