import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SyncError } from '../../../src/sync/ports.ts'
import { type RowRig, startRowRig } from './row-rig.ts'

let rig: RowRig
beforeEach(async () => {
  rig = await startRowRig()
})
afterEach(async () => {
  expect(rig.refused()).toEqual([])
  await rig.close()
})

const TITLE = 'Projet Site'
const projet = (values: Record<string, unknown> = {}) => rig.yan.create('projet', { nom: 'Site', ...values })
const labelOf = (id: number) => `baserow-t${rig.grid.table('projet')}-r${id}`
const creates = () => rig.wiki.routes.filter((route) => route === 'pages/create').length

function diesBeforeCreate() {
  const create = async () => {
    throw new Error('died before')
  }
  return { ...rig.deps.docmost, create }
}

async function forgetEverything(id: number) {
  await rig.deps.book.links.unlink(`projet:${id}`)
  await rig.deps.book.memory.forget(`projet:${id}`)
}

describe('the page of a row is found', () => {
  test('by our link, whatever the row says', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.yan.update('projet', id, { docmost_page_id: 'rien' })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done', page })
    expect(rig.row('projet', id)['docmost_page_id']).toBe(page)
    expect(creates()).toBe(1)
  })

  test('by the row, and then labelled and named as the row wants', async () => {
    const page = rig.admin.create({ space: 'agence', title: 'Notre site', markdown: 'texte' })
    const id = projet({ docmost_page_id: page })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done', page })
    expect(rig.wiki.page(page)).toMatchObject({ title: TITLE, markdown: 'texte', labels: [labelOf(id)] })
    expect([creates(), rig.grid.routes.includes('PATCH row')]).toEqual([0, false])
  })

  test('by its label when everything else is forgotten', async () => {
    const id = projet()
    const { page } = await rig.sync(`projet:${id}`)
    await forgetEverything(id)
    rig.yan.update('projet', id, { docmost_page_id: '' })
    const { event, ...outcome } = await rig.sync(`projet:${id}`)
    expect(outcome).toEqual({ ended: 'done', page })
    expect(await rig.trace(event)).toContain('find_page: by label')
    expect(rig.row('projet', id)['docmost_page_id']).toBe(page)
    expect(creates()).toBe(1)
  })

  test('by its label, the oldest of several, and the others are told', async () => {
    const id = projet()
    const { page } = await rig.sync(`projet:${id}`)
    const other = rig.admin.create({ space: 'agence', title: 'Copie' })
    await rig.deps.docmost.label(other, [labelOf(id)])
    await forgetEverything(id)
    rig.yan.update('projet', id, { docmost_page_id: '' })
    const { event, ...outcome } = await rig.sync(`projet:${id}`)
    expect(outcome).toEqual({ ended: 'done', page })
    expect(await rig.trace(event)).toContain(`find_page: by label, the same label on ${other}`)
  })

  test('by its title when the process died as the page was made', async () => {
    const id = projet()
    const docmost = {
      ...rig.deps.docmost,
      async create(...given: Parameters<typeof rig.deps.docmost.create>) {
        await rig.deps.docmost.create(...given)
        throw new Error('the answer never came')
      },
    }
    await expect(rig.sync(`projet:${id}`, 'created', { docmost })).rejects.toThrow()
    const [made] = rig.wiki.pages()
    rig.yan.update('projet', id, { nom: 'Boutique' })
    const { event, ...outcome } = await rig.sync(`projet:${id}`)
    expect(outcome).toEqual({ ended: 'done', page: made?.id })
    expect(await rig.trace(event)).toContain('find_page: by title')
    expect(rig.wiki.pages()).toMatchObject([{ title: 'Projet Boutique', labels: [labelOf(id)] }])
  })
})

describe('a page is not taken', () => {
  test('from another row: a duplicated row gets its own', async () => {
    const first = projet()
    const { page = '' } = await rig.sync(`projet:${first}`)
    const second = projet({ docmost_page_id: page })
    const { page: own = '' } = await rig.sync(`projet:${second}`)
    expect(own).not.toBe(page)
    expect(rig.row('projet', second)['docmost_page_id']).toBe(own)
    expect(rig.wiki.pages().map(({ labels }) => labels)).toEqual([[labelOf(first)], [labelOf(second)]])
  })

  test('from another row, even when our store was lost', async () => {
    const first = projet()
    const { page = '' } = await rig.sync(`projet:${first}`)
    const second = projet({ docmost_page_id: page })
    await forgetEverything(first)
    const { page: own } = await rig.sync(`projet:${second}`)
    expect(own).not.toBe(page)
    expect(await rig.sync(`projet:${first}`)).toMatchObject({ page })
  })

  describe('from another row when that one lies in the trash and our store was lost', () => {
    async function copied() {
      const first = projet()
      const { page = '' } = await rig.sync(`projet:${first}`)
      const second = projet({ docmost_page_id: page })
      rig.admin.trash(page)
      await forgetEverything(first)
      return { first, second, page }
    }

    test('by the label that it still bears', async () => {
      const { first, second, page } = await copied()
      rig.yan.update('projet', first, { docmost_page_id: '' })
      const { ended, page: own } = await rig.sync(`projet:${second}`)
      expect([ended, own === page]).toEqual(['done', false])
      expect(rig.row('projet', second)['docmost_page_id']).toBe(own)
    })

    test('by the older row that names it, where Docmost shows no labels of the trash', async () => {
      const { first, second, page } = await copied()
      const labelsOf = async (id: string) => {
        if (id === page) throw new SyncError('docmost', 'not_found', { retry: false })
        return rig.deps.docmost.labelsOf(id)
      }
      const docmost = { ...rig.deps.docmost, labelsOf }
      const { ended, page: own } = await rig.sync(`projet:${second}`, 'updated', { docmost })
      expect([ended, own === page]).toEqual(['done', false])
      expect(await rig.sync(`projet:${first}`, 'updated', { docmost })).toMatchObject({
        ended: 'page_in_trash',
        page,
      })
      expect(rig.row('projet', first)['docmost_page_id']).toBe(page)
    })
  })

  test('for its title alone, when nothing was begun', async () => {
    const lost = rig.bot.create({ space: 'agence', title: TITLE })
    const { page } = await rig.sync(`projet:${projet()}`)
    expect(page).not.toBe(lost)
  })

  test('for its title when it stands elsewhere, is a person’s, is labelled or in the trash', async () => {
    const id = projet()
    await expect(rig.sync(`projet:${id}`, 'created', { docmost: diesBeforeCreate() })).rejects.toThrow()
    expect(rig.wiki.pages()).toEqual([])
    const top = rig.admin.create({ space: 'agence', title: 'Ailleurs' })
    const wrong = [
      rig.bot.create({ space: 'agence', title: TITLE, parent: top }),
      rig.admin.create({ space: 'agence', title: TITLE }),
      rig.bot.create({ space: 'agence', title: TITLE }),
      rig.bot.create({ space: 'agence', title: TITLE }),
    ]
    await rig.deps.docmost.label(wrong[2] ?? '', [labelOf(77)])
    rig.bot.trash(wrong[3] ?? '')
    const { page = '' } = await rig.sync(`projet:${id}`)
    expect([top, ...wrong]).not.toContain(page)
    expect(rig.wiki.page(page).labels).toEqual([labelOf(id)])
  })
})

test('a lost page that another row of that name had made gets the icon of the row that finds it', async () => {
  const id = projet({ statut: 'en cours' })
  await expect(rig.sync(`projet:${id}`, 'created', { docmost: diesBeforeCreate() })).rejects.toThrow()
  const lost = rig.bot.create({ space: 'agence', title: TITLE })
  expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done', page: lost })
  expect(rig.wiki.page(lost).icon).toBe('▶')
})

describe('two workers with rows of one name', () => {
  /** Both have a create behind them of which nobody knows whether it happened. */
  async function begin() {
    const rows = [projet(), projet()]
    for (const id of rows)
      await expect(rig.sync(`projet:${id}`, 'created', { docmost: diesBeforeCreate() })).rejects.toThrow()
    rig.bot.create({ space: 'agence', title: TITLE })
    return rows
  }

  async function expectOneEach(rows: readonly number[], ends: readonly PromiseSettledResult<unknown>[]) {
    for (const [index, id] of rows.entries())
      if (ends[index]?.status === 'rejected') await rig.sync(`projet:${id}`)
    const pages = await Promise.all(rows.map((id) => rig.deps.book.links.pageOf(`projet:${id}`)))
    expect(new Set(pages).size).toBe(2)
    expect(pages).not.toContain(undefined)
    expect(rows.map((id) => rig.row('projet', id)['docmost_page_id'])).toEqual(pages)
    expect(rig.wiki.pages().map(({ labels }) => labels.length)).toEqual([1, 1])
  }

  test('that find the same page agree on one each', async () => {
    const rows = await begin()
    await expectOneEach(rows, await Promise.allSettled(rows.map((id) => rig.sync(`projet:${id}`))))
  })

  test('that both hold it for free agree too: who was linked first looks again', async () => {
    const rows = await begin()
    const { links } = rig.deps.book
    const arrived: (() => void)[] = []
    const together = {
      ...links,
      async link(...given: Parameters<typeof links.link>) {
        await new Promise<void>((resolve) => {
          arrived.push(resolve)
          if (arrived.length === rows.length) for (const go of arrived) go()
        })
        return links.link(...given)
      },
    }
    const book = { ...rig.deps.book, links: together }
    const looks = rows.map((id) => rig.sync(`projet:${id}`, 'retried', { book }))
    const ends = await Promise.allSettled(looks)
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'taken', retry: true },
    })
    await expectOneEach(rows, ends)
  })
})

describe('a page', () => {
  test('in the trash is left there and not made again', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.admin.trash(page)
    rig.yan.update('projet', id, { nom: 'Boutique' })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'page_in_trash', page })
    expect(await rig.sync(`projet:${id}`, 'forced')).toMatchObject({ ended: 'page_in_trash', page })
    expect(rig.wiki.pages()).toHaveLength(1)
    rig.admin.restore(page)
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done', page })
    expect(rig.wiki.page(page)).toMatchObject({ title: 'Projet Boutique', labels: [labelOf(id)] })
  })

  test('in the trash is not that of a row that was duplicated, also when the other one is gone', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    const twin = rig.yan.create('projet', { nom: 'Site', docmost_page_id: page })
    rig.admin.trash(page)
    rig.yan.delete('projet', id)
    await rig.sync(`projet:${id}`, 'deleted')
    expect(await rig.sync(`projet:${twin}`, 'created')).toMatchObject({ ended: 'done' })
    expect(rig.row('projet', twin)['docmost_page_id']).not.toBe(page)
  })

  test('that is gone for good is made anew', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.admin.erase(page)
    const { ended, page: next = '' } = await rig.sync(`projet:${id}`, 'forced')
    expect(ended).toBe('done')
    expect(next).not.toBe(page)
    expect(rig.row('projet', id)['docmost_page_id']).toBe(next)
    expect(await rig.deps.book.links.entityOf(page)).toBeUndefined()
  })
})
