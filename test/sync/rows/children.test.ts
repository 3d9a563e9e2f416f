import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RowRig, startRowRig } from './row-rig.ts'

let rig: RowRig
beforeEach(async () => {
  rig = await startRowRig()
})
afterEach(async () => {
  expect(rig.refused()).toEqual([])
  await rig.close()
})

function formation(...blocs: readonly string[]) {
  const ids = rig.yan.paste(
    'bloc',
    blocs.map((nom, at) => ({ nom, heures: at + 1 })),
  )
  return { id: rig.yan.create('formation', { nom: 'Web', blocs: ids }), ids }
}

const under = (page: string) =>
  rig.wiki
    .pages()
    .filter(({ parent }) => parent === page)
    .map(({ title, trashed }) => (trashed ? `(${title})` : title))

test('each linked row has its page under the page of the row', async () => {
  const { id, ids } = formation('HTML', 'CSS')
  const { ended, page = '' } = await rig.sync(`formation:${id}`, 'created')
  expect(ended).toBe('done')
  expect(rig.wiki.page(page).title).toBe('Formation Web')
  const [formations, blocs] = [rig.grid.table('formation'), rig.grid.table('bloc')]
  expect(rig.wiki.pages().filter(({ parent }) => parent === page)).toMatchObject([
    { title: 'HTML', markdown: '1 h', labels: [`baserow-t${blocs}-r${ids[0]}-in-t${formations}-r${id}`] },
    { title: 'CSS', markdown: '2 h', labels: [`baserow-t${blocs}-r${ids[1]}-in-t${formations}-r${id}`] },
  ])
  expect(await rig.deps.book.links.entitiesUnder(`formation:${id}/`)).toEqual(
    ids.map((bloc) => `formation:${id}/bloc:${bloc}`),
  )
  const written = rig.writes()
  expect(await rig.sync(`formation:${id}`)).toMatchObject({ ended: 'identical_sync' })
  expect(await rig.sync(`formation:${id}`, 'forced')).toMatchObject({ ended: 'up_to_date' })
  expect(rig.writes()).toEqual(written)
})

test('titles follow the linked rows, and a person’s rename stays', async () => {
  const { id, ids } = formation('HTML', 'CSS')
  const { page = '' } = await rig.sync(`formation:${id}`)
  const css = rig.wiki.pages().find(({ title }) => title === 'CSS')?.id ?? ''
  rig.admin.update(css, { title: 'Feuilles de style' })
  rig.yan.update('bloc', ids[0] ?? 0, { nom: 'HTML 5' })
  await rig.deps.cache.drop(['bridge:bloc:*'])
  expect(await rig.sync(`formation:${id}`, 'linked')).toMatchObject({ ended: 'done' })
  await rig.sync(`formation:${id}`, 'forced')
  expect(under(page)).toEqual(['HTML 5', 'Feuilles de style'])
})

test('a further link makes a further page, and only that', async () => {
  const { id, ids } = formation('HTML')
  const { page = '' } = await rig.sync(`formation:${id}`)
  const next = rig.yan.create('bloc', { nom: 'CSS' })
  rig.yan.update('formation', id, { blocs: [...ids, next] })
  const before = rig.writes().length
  await rig.sync(`formation:${id}`)
  expect(under(page)).toEqual(['HTML', 'CSS'])
  expect(rig.writes().slice(before)).toEqual(['pages/create', 'pages/labels/add'])
})

test('a row that is unlinked leaves its page, and finds it when it is linked again', async () => {
  const { id, ids } = formation('HTML', 'CSS')
  const { page = '' } = await rig.sync(`formation:${id}`)
  rig.yan.update('formation', id, { blocs: ids.slice(0, 1) })
  const { event } = await rig.sync(`formation:${id}`)
  expect(await rig.trace(event)).toContain(
    `link_page: formation:${id}/bloc:${ids[1]} is not linked any more, its page stays`,
  )
  expect(await rig.deps.book.links.entitiesUnder(`formation:${id}/`)).toHaveLength(1)
  expect(under(page)).toEqual(['HTML', 'CSS'])
  rig.yan.update('formation', id, { blocs: ids })
  await rig.sync(`formation:${id}`)
  expect(under(page)).toEqual(['HTML', 'CSS'])
  expect(await rig.deps.book.links.entitiesUnder(`formation:${id}/`)).toHaveLength(2)
})

test('one row under two others has a page under each', async () => {
  const { id, ids } = formation('HTML')
  const other = rig.yan.create('formation', { nom: 'Mobile', blocs: ids })
  const [one, two] = [await rig.sync(`formation:${id}`), await rig.sync(`formation:${other}`)]
  expect([under(one.page ?? ''), under(two.page ?? '')]).toEqual([['HTML'], ['HTML']])
})

test('a page under it that lies in the trash stays there, and is told', async () => {
  const { id, ids } = formation('HTML')
  const { page = '' } = await rig.sync(`formation:${id}`)
  rig.admin.trash(rig.wiki.pages().find(({ title }) => title === 'HTML')?.id ?? '')
  const { event } = await rig.sync(`formation:${id}`, 'forced')
  expect(under(page)).toEqual(['(HTML)'])
  expect(await rig.trace(event)).toContain(`ignore: formation:${id}/bloc:${ids[0]}: page_in_trash`)
})

test('all are made anew with the page above them', async () => {
  const { id } = formation('HTML', 'CSS')
  const { page = '' } = await rig.sync(`formation:${id}`)
  rig.admin.erase(page)
  rig.yan.update('formation', id, { nom: 'Web 2' })
  const { page: next = '' } = await rig.sync(`formation:${id}`)
  expect(under(next)).toEqual(['HTML', 'CSS'])
})

test('nothing is remembered of them when the row is deleted', async () => {
  const { id, ids } = formation('HTML')
  const { page = '' } = await rig.sync(`formation:${id}`)
  rig.yan.delete('formation', id)
  await rig.sync(`formation:${id}`, 'deleted')
  expect(under(page)).toEqual(['HTML'])
  expect(await rig.deps.book.links.entitiesUnder(`formation:${id}/`)).toEqual([])
  expect(await rig.deps.book.memory.get(`formation:${id}/bloc:${ids[0]}`)).toBeUndefined()
})
