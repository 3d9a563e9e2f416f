import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSweep } from '../../../src/sync/wiki/sweep.ts'
import { startWikiRig, type WikiRig } from './wiki-rig.ts'

const MINUTE = 60_000
let rig: WikiRig
let sweep: () => Promise<void>

beforeEach(async () => {
  rig = await startWikiRig()
  const { rules } = rig.deps
  const page = {
    space: 'Agence',
    title: '{nom}',
    template: '',
    link: 'docmost_page_id',
    whenDeleted: 'keep',
  } as const
  const projet = { table: 4, links: {}, checksCapacityOf: [], page }
  sweep = createSweep({ ...rig.deps, rules: { ...rules, tables: { ...rules.tables, projet } } })
})

afterEach(async () => {
  expect([...rig.wiki.refused, ...rig.fake.refused]).toEqual([])
  await rig.close()
})

const made = (title: string, parent?: string) =>
  rig.bot.create({ space: 'agence', title, ...(parent === undefined ? {} : { parent }) })

async function own(row: string, title: string, parent?: string): Promise<string> {
  const page = made(title, parent)
  await rig.book.links.link(row, page)
  return page
}

async function sweepAfter(ms: number): Promise<readonly unknown[]> {
  rig.clock.jump(ms)
  await sweep()
  await rig.settled()
  return rig.told.filter(({ what }) => what === 'orphaned').map(({ data }) => data)
}

const asked = () => rig.wiki.routes.filter((route) => route === 'pages/labels').length

test('a page that Docmost finished after we had made another one is told once, and left alone', async () => {
  const first = await own('projet:42', 'Projet Site')
  const twin = made('Projet Site')
  expect(await sweepAfter(9 * MINUTE)).toEqual([])
  const told = await sweepAfter(2 * MINUTE)
  expect(told).toEqual([
    expect.objectContaining({ key: `twin:${twin}`, entity: 'projet:42', page: twin, became: 'kept' }),
  ])
  expect(told).toMatchObject([{ twinOf: expect.stringContaining(`${rig.wiki.page(first)?.slugId}`) }])
  expect(await sweepAfter(MINUTE)).toHaveLength(1)
  expect(rig.wiki.page(twin)).toMatchObject({ title: 'Projet Site', labels: [] })
})

test("under a row's page too: the page of a bloc", async () => {
  const formation = await own('formation:3', 'Formation')
  await own('formation:3/bloc:9', 'Bloc', formation)
  const twin = made('Bloc', formation)
  expect(await sweepAfter(11 * MINUTE)).toMatchObject([{ page: twin, entity: 'formation:3/bloc:9' }])
})

test('what only looks like one is not told, and costs no request', async () => {
  const first = await own('projet:42', 'Projet Site')
  const trashed = made('Projet Site')
  rig.admin.trash(trashed)
  rig.admin.create({ space: 'agence', title: 'Projet Site' })
  made('Projet Site', first)
  made('Projet Autre')
  await own('projet:43', 'Projet Site')
  expect(await sweepAfter(11 * MINUTE)).toEqual([])
  expect(asked()).toBe(0)
})

test("a page that bears the label of a row is that row's, whatever is linked", async () => {
  await own('projet:42', 'Projet Site')
  await rig.deps.docmost.label(made('Projet Site'), ['baserow-t4-r44'])
  expect(await sweepAfter(11 * MINUTE)).toEqual([])
  expect(asked()).toBe(1)
})

test('spaces where no row has its page are not looked at', async () => {
  await own('projet:42', 'Projet Site')
  made('Projet Site')
  rig.clock.jump(11 * MINUTE)
  await rig.sweep()
  await rig.settled()
  expect(rig.told.filter(({ what }) => what === 'orphaned')).toEqual([])
})
