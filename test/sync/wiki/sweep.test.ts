import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSweep } from '../../../src/sync/wiki/sweep.ts'
import { startWikiRig, type WikiRig } from './wiki-rig.ts'

let rig: WikiRig

beforeEach(async () => {
  rig = await startWikiRig()
})

afterEach(async () => {
  expect([...rig.wiki.refused, ...rig.fake.refused]).toEqual([])
  await rig.close()
})

const typed = (title = 'Réunion', parent = rig.parent) => rig.admin.create({ space: 'agence', title, parent })

async function sweepAll(): Promise<void> {
  rig.clock.jump(1_000)
  await rig.sweep()
  await rig.settled()
}

/** Why pages were looked at, and how it ended. */
function seen(page: string) {
  return rig.looks
    .filter((look) => look.page === page)
    .map(({ outcome, because }) => [because.join(), outcome.ended])
}

test('comptes rendus that were there before, and those that were missed', async () => {
  const old = typed('Ancien')
  await sweepAll()
  const missed = typed('Manqué')
  const labelled = rig.admin.create({ space: 'agence', title: 'Entretien' })
  await rig.deps.docmost.label(labelled, ['compte-rendu'])
  await sweepAll()
  await sweepAll()
  expect(seen(old)).toEqual([['first_seen', 'done']])
  expect(seen(missed)).toEqual([['reconciled', 'done']])
  expect(seen(labelled)).toEqual([['reconciled', 'done']])
  expect(seen(rig.parent)).toEqual([])
  expect(rig.rows()).toHaveLength(3)
})

test('what does not become a row is tried once a day, not at every sweep', async () => {
  const page = rig.admin.create({ space: 'agence', title: 'Projet 3', parent: rig.parent })
  await rig.deps.docmost.label(page, ['baserow-t4-r3'])
  await sweepAll()
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['no_rule'])
  rig.clock.jump(86_400_000)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['no_rule', 'no_rule'])
})

test('linked pages in the trash and back again, as often as it happens', async () => {
  const page = typed()
  await sweepAll()
  const other = rig.admin.create({ space: 'agence', title: 'Autre' })
  for (const ended of ['page_in_trash', 'up_to_date', 'page_in_trash', 'up_to_date'] as const) {
    const move = ended === 'page_in_trash' ? rig.admin.trash : rig.admin.restore
    move(page)
    move(other)
    await sweepAll()
    await sweepAll()
    expect(rig.endsOf(page).at(-1)).toBe(ended)
  }
  expect(seen(page)).toEqual([
    ['first_seen', 'done'],
    ['deleted', 'page_in_trash'],
    ['updated', 'up_to_date'],
    ['deleted', 'page_in_trash'],
    ['updated', 'up_to_date'],
  ])
  expect(seen(other)).toEqual([])
})

test('what lies in the trash under another page is not listed there, and found all the same', async () => {
  const page = typed()
  await sweepAll()
  rig.admin.trash(rig.parent)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done', 'page_in_trash'])
  rig.admin.restore(rig.parent)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done', 'page_in_trash', 'up_to_date'])
})

test('linked and trashed between two sweeps', async () => {
  await sweepAll()
  const page = typed()
  await rig.look(page)
  rig.admin.trash(page)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done', 'page_in_trash'])
})

test('deleted for good', async () => {
  const page = typed()
  await sweepAll()
  rig.admin.trash(page)
  rig.admin.erase(page)
  await sweepAll()
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done', 'page_not_found'])
})

test('a compte rendu that was in the trash before anybody saw it', async () => {
  const page = typed()
  rig.admin.trash(page)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual([])
  rig.admin.restore(page)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done'])
})

test('a space that the bot was put out of: its pages are not gone', async () => {
  const page = typed()
  await sweepAll()
  rig.wiki.setRole('agence', 'bot@example.test', undefined)
  rig.clock.jump(6_000)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done'])
  expect(rig.logged).toContainEqual({ space: 'Agence' })
  rig.wiki.setRole('agence', 'bot@example.test', 'writer')
  rig.admin.trash(rig.parent)
  rig.clock.jump(6_000)
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done', 'page_in_trash'])
})

test('a crash before the lists are replaced: found again, told once', async () => {
  const page = typed()
  await sweepAll()
  rig.admin.trash(page)
  const replace = () => Promise.reject(new Error('the store is away'))
  const lists = { ...rig.book.lists, replace }
  await expect(createSweep({ ...rig.deps, book: { ...rig.book, lists } })()).rejects.toThrow('away')
  await rig.settled()
  await sweepAll()
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done', 'page_in_trash'])
})

test('a store that is away before the deliveries are stored loses nothing', async () => {
  const page = typed()
  const take = () => Promise.reject(new Error('the store is away'))
  await expect(createSweep({ ...rig.deps, queue: { take } })()).rejects.toThrow('away')
  expect((await rig.book.marks.all()).last_sweep).toBeUndefined()
  await sweepAll()
  expect(rig.endsOf(page)).toEqual(['done'])
  expect((await rig.book.marks.all()).last_sweep).toBeDefined()
})

test('shares are looked at as well', async () => {
  await sweepAll()
  const share = rig.admin.share(rig.parent)
  await sweepAll()
  expect(rig.told).toContainEqual(
    expect.objectContaining({ what: 'shared', data: expect.objectContaining({ share }) }),
  )
})
