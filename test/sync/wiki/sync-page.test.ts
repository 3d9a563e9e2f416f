import { afterEach, beforeEach, expect, test } from 'vitest'
import { labelOf } from '../../../src/sync/entity.ts'
import { crashing } from './crashing.ts'
import { ask, startWikiRig, type WikiRig } from './wiki-rig.ts'

let rig: WikiRig

beforeEach(async () => {
  rig = await startWikiRig()
})

afterEach(async () => {
  expect([...rig.wiki.refused, ...rig.fake.refused]).toEqual([])
  await rig.close()
})

const typed = (title = 'Réunion du lundi') => rig.admin.create({ space: 'agence', title, parent: rig.parent })

test('a page typed under "Comptes rendus" gets one row, and is its page', async () => {
  const page = typed()
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(await rig.look(page)).toEqual({ ended: 'up_to_date', page })
  const { slugId } = rig.wiki.page(page)
  expect(rig.rows()).toMatchObject([
    {
      titre: 'CR Réunion du lundi',
      adresse: `https://wiki.test/s/agence/p/${slugId}`,
      date: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(rig.clock.now()),
      docmost_page_id: page,
    },
  ])
  expect(await rig.book.links.entityOf(page)).toBe('comptes_rendus:1')
  expect(rig.told).toEqual([
    {
      what: 'audit',
      data: { did: 'create_row', entity: `page:${page}`, event: '', reason: 'comptes_rendus:1' },
    },
  ])
})

test('every step of it stands in the trace of its event', async () => {
  const page = typed()
  await ask(rig, page, 'updated')
  await rig.look(page)
  expect((await rig.book.trace.of('asked')).map(({ action, reason }) => [action, reason])).toEqual([
    ['read_page', undefined],
    ['read_row', '0 with this page'],
    ['create_row', 'comptes_rendus:1'],
    ['link_page', 'comptes_rendus:1'],
    ['drop_cache', undefined],
  ])
})

test('what is kept of the table in the cache is dropped', async () => {
  await rig.deps.cache.read('bridge:comptes_rendus:all', async () => 'old')
  await rig.look(typed())
  expect(await rig.deps.cache.read('bridge:comptes_rendus:all', async () => 'new')).toBe('new')
})

test('a page with the label, wherever it stands', async () => {
  const page = rig.admin.create({ space: 'agence', title: 'Entretien' })
  expect(await rig.look(page)).toEqual({ ended: 'no_rule' })
  await rig.deps.docmost.label(page, ['Compte rendu'])
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toMatchObject([{ titre: 'CR Entretien', docmost_page_id: page }])
})

test('pages that no rule is about', async () => {
  const page = typed()
  const below = rig.admin.create({ space: 'agence', title: 'Annexe', parent: page })
  expect(await rig.look(below)).toEqual({ ended: 'no_rule' })
  expect(await rig.look(rig.parent)).toEqual({ ended: 'no_rule' })
  expect(rig.rows()).toEqual([])
})

test('a page without a title waits for one', async () => {
  const page = typed('  ')
  expect(await rig.look(page)).toEqual({ ended: 'no_title' })
  rig.admin.update(page, { title: 'Réunion' })
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
})

test('pages of rows never become comptes rendus: by maker, by label, by link', async () => {
  const made = rig.bot.create({ space: 'agence', title: 'Projet', parent: rig.parent })
  expect(await rig.look(made)).toEqual({ ended: 'own_write' })
  const labelled = typed('Projet 2')
  await rig.deps.docmost.label(labelled, [labelOf({ table: 4, row: 42 })])
  expect(await rig.look(labelled)).toEqual({ ended: 'no_rule' })
  const linked = typed('Projet 3')
  await rig.book.links.link('projet:3', linked)
  expect(await rig.look(linked)).toEqual({ ended: 'up_to_date', page: linked })
  const child = typed('Bloc')
  await rig.book.links.link('formation:3/bloc:9', child)
  expect(await rig.look(child)).toEqual({ ended: 'up_to_date', page: child })
  expect(rig.rows()).toEqual([])
})

test('a new title is written to the row, and nothing without one', async () => {
  const page = typed('Réun')
  await rig.look(page)
  rig.admin.write(page, 'What was said.')
  rig.admin.update(page, { icon: 'R' })
  expect(await rig.look(page)).toEqual({ ended: 'up_to_date', page })
  rig.admin.update(page, { title: 'Réunion' })
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toMatchObject([{ titre: 'CR Réunion', docmost_page_id: page }])
  expect(rig.fake.routes.filter((route) => route === 'PATCH row')).toHaveLength(1)
})

test('what a person wrote into the row stays, whatever becomes of the title', async () => {
  const page = typed()
  await rig.look(page)
  rig.fake.asUser(2).update('comptes_rendus', 1, { titre: 'Mon titre', notes: 'Mes notes' })
  rig.admin.update(page, { title: 'Autre' })
  expect(await rig.look(page)).toEqual({ ended: 'up_to_date', page })
  expect(rig.rows()).toMatchObject([{ titre: 'Mon titre', notes: 'Mes notes' }])
  await ask(rig, page, 'forced')
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toMatchObject([{ titre: 'CR Autre', notes: 'Mes notes' }])
})

test('a page moved away keeps its row', async () => {
  const page = typed()
  await rig.look(page)
  rig.admin.move(page)
  rig.admin.update(page, { title: 'Ailleurs' })
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toMatchObject([{ titre: 'CR Ailleurs' }])
})

test('a row that somebody deleted is not made again, unless it is asked for', async () => {
  const page = typed()
  await rig.look(page)
  rig.fake.asUser(2).delete('comptes_rendus', 1)
  rig.admin.update(page, { title: 'Autre' })
  expect(await rig.look(page)).toEqual({ ended: 'row_not_found', page })
  await rig.book.links.unlink('comptes_rendus:1')
  expect(await rig.look(page)).toEqual({ ended: 'row_not_found', page })
  expect(rig.rows()).toEqual([])
  await ask(rig, page, 'forced')
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toMatchObject([{ id: 2, titre: 'CR Autre' }])
})

test('a row that was given another page is left alone', async () => {
  const page = typed()
  await rig.look(page)
  rig.fake.asUser(2).update('comptes_rendus', 1, { docmost_page_id: '' })
  rig.admin.update(page, { title: 'Autre' })
  expect(await rig.look(page)).toEqual({ ended: 'up_to_date', page })
  expect(rig.rows()).toMatchObject([{ titre: 'CR Réunion du lundi', docmost_page_id: '' }])
})

test('a row that a person made for the page is taken as it is', async () => {
  const page = typed()
  rig.fake.asUser(2).create('comptes_rendus', { titre: 'Fait main', docmost_page_id: page })
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toMatchObject([{ titre: 'Fait main' }])
  expect(await rig.book.links.entityOf(page)).toBe('comptes_rendus:1')
})

test('the trash, and for good', async () => {
  const page = typed()
  await ask(rig, page, 'updated')
  await rig.look(page)
  rig.admin.trash(page)
  await ask(rig, page, 'updated')
  expect(await rig.look(page)).toEqual({ ended: 'page_in_trash', page })
  const [last] = (await rig.book.trace.of('asked')).slice(-1)
  expect(last?.reason).toBe(
    'comptes_rendus:1 keeps its page id until the page is restored or deleted for good',
  )
  rig.admin.erase(page)
  expect(await rig.look(page)).toEqual({ ended: 'page_not_found' })
  expect(rig.rows()).toMatchObject([{ docmost_page_id: page }])
})

const FROM_1_TO_20 = Array.from({ length: 20 }, (_, index) => index + 1)
/** At which of its calls each of three looks crashes; one that makes fewer calls doesn't. */
const ROUNDS: readonly (readonly [number, number, number])[] = [
  ...FROM_1_TO_20.map((at) => [at, ((at * 5) % 17) + 1, ((at * 3) % 17) + 1] as const),
  ...FROM_1_TO_20.map((at) => [99, at, 21 - at] as const),
  ...FROM_1_TO_20.map((at) => [99, at, at] as const),
]

test.each(['before', 'after'] as const)('one row, wherever it crashes: %s a call', async (when) => {
  const crashed: string[] = []
  const tryOnce = async (page: string, at: number) => {
    const { over, name } = crashing(rig.deps, at, when)
    await rig.look(page, over).catch((error: unknown) => expect(String(error)).toContain(`crash ${when}`))
    crashed.push(name() ?? '')
  }
  for (const [first, second, third] of ROUNDS) {
    const page = typed('R')
    await tryOnce(page, first)
    // While it was away, the person went on typing; and it crashed again.
    rig.admin.update(page, { title: 'Réunion' })
    await tryOnce(page, second)
    rig.admin.update(page, { title: 'Réunion du' })
    await tryOnce(page, third)
    rig.admin.update(page, { title: 'Réunion du lundi' })
    await rig.look(page)
    const why = `after crashes ${when} ${crashed.slice(-3).join()}`
    expect(await rig.look(page), why).toEqual({ ended: 'up_to_date', page })
    const mine = rig.rows().filter((row) => row['docmost_page_id'] === page)
    expect(mine, why).toMatchObject([{ titre: 'CR Réunion du lundi' }])
    expect(await rig.book.links.entityOf(page)).toBe(`comptes_rendus:${mine[0]?.['id']}`)
  }
  const calls = ['create', 'link', 'rowsWhere', 'page', 'audit', 'set', 'row', 'update', '']
  expect(crashed).toEqual(expect.arrayContaining(calls))
})

test('an answer that was lost on the way: the row is found, not made again', async () => {
  const page = typed()
  rig.fake.fail('POST rows', { when: 'after' })
  await expect(rig.look(page)).rejects.toThrow('baserow: unreachable')
  expect(await rig.look(page)).toEqual({ ended: 'done', page })
  expect(rig.rows()).toHaveLength(1)
})

test.each(FROM_1_TO_20)(
  'a row that somebody deleted while its title was being written: a crash at call %i',
  async (at) => {
    const page = typed('Réunion')
    await rig.look(page)
    rig.admin.update(page, { title: 'Réunion du lundi' })
    await rig.look(page, crashing(rig.deps, at, 'after').over).catch(() => undefined)
    rig.fake.asUser(2).delete('comptes_rendus', 1)
    // As the look at the row that is gone leaves it.
    await rig.book.links.unlink('comptes_rendus:1')
    expect(await rig.look(page)).toEqual({ ended: 'row_not_found', page })
    expect(rig.rows()).toEqual([])
  },
)
