import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Because } from '../../../src/sync/delivery.ts'
import type { SyncClock } from '../../../src/sync/deps.ts'
import { Killed, mortal, type RowRig, startRowRig } from './row-rig.ts'

let rig: RowRig
beforeEach(async () => {
  rig = await startRowRig()
})
afterEach(async () => {
  expect(rig.refused()).toEqual([])
  await rig.close()
})

const MOMENTS = ['before', 'after'] as const

/** Does not wait for rows that appear late. */
function hasty(): SyncClock {
  return { now: rig.clock.now, after: (_ms, then) => rig.clock.after(0, then) }
}

/**
 * Dies at every call of the look in turn, each time with a row of its own that `begin` makes, then looks again, as the
 * queue would. Answers how many calls a whole look has. `between`: what people do before it is looked at again.
 */
async function dieEverywhere(
  begin: () => string | Promise<string>,
  because: Because,
  check: (key: string) => Promise<void>,
  between: (row: number) => void = () => {},
): Promise<number> {
  for (let call = 1; ; call += 1) {
    for (const when of MOMENTS) {
      const key = await begin()
      const { using, calls } = mortal(rig.deps, { call, when })
      const dead = await rig.sync(key, because, { ...using, clock: hasty() }).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Killed) return true
          throw error
        },
      )
      if (!dead) return calls()
      between(Number(key.split(':')[1]))
      await rig.sync(key, because, { clock: hasty() })
      await check(key)
    }
  }
}

let made = 0
const name = () => `Site ${++made}`

async function expectOnePage(key: string, title: string): Promise<string> {
  const [table = '', id = ''] = key.split(':')
  const pages = rig.wiki.pages().filter((page) => page.title === title)
  const label = `baserow-t${rig.grid.table(table)}-r${id}`
  expect(pages.map(({ labels, trashed }) => ({ labels, trashed }))).toEqual([
    { labels: [label], trashed: false },
  ])
  const page = pages[0]?.id ?? ''
  expect(rig.row(table, Number(id))['docmost_page_id']).toBe(page)
  expect(await rig.deps.book.links.pageOf(key)).toBe(page)
  const written = rig.writes()
  expect(await rig.sync(key, 'forced')).toMatchObject({ ended: 'up_to_date', page })
  expect(rig.writes()).toEqual(written)
  return page
}

describe('a process that dies at any call', () => {
  test('of a create leaves one page, linked, labelled and written back', async () => {
    const calls = await dieEverywhere(
      () => `projet:${rig.yan.create('projet', { nom: name(), statut: 'en cours' })}`,
      'created',
      async (key) => void (await expectOnePage(key, `Projet Site ${made}`)),
    )
    expect(calls).toBeGreaterThan(12)
  })

  test('of a create with children leaves one page each', async () => {
    const calls = await dieEverywhere(
      () => {
        const nom = name()
        const blocs = rig.yan.paste('bloc', [{ nom: `${nom} a` }, { nom: `${nom} b` }])
        return `formation:${rig.yan.create('formation', { nom, blocs })}`
      },
      'created',
      async (key) => {
        const page = await expectOnePage(key, `Formation Site ${made}`)
        const under = rig.wiki.pages().filter(({ parent }) => parent === page)
        expect(under.map(({ title }) => title).sort()).toEqual([`Site ${made} a`, `Site ${made} b`])
        expect(under.map(({ labels }) => labels.length)).toEqual([1, 1])
        expect(await rig.deps.book.links.entitiesUnder(`${key}/`)).toHaveLength(2)
      },
    )
    expect(calls).toBeGreaterThan(25)
  })

  test('of a change leaves the page in step', async () => {
    const calls = await dieEverywhere(
      async () => {
        const id = rig.yan.create('projet', { nom: 'Vieux' })
        await rig.sync(`projet:${id}`, 'created')
        rig.yan.update('projet', id, { nom: name() })
        return `projet:${id}`
      },
      'updated',
      async (key) => void (await expectOnePage(key, `Projet Site ${made}`)),
    )
    expect(calls).toBeGreaterThan(5)
  })

  test('of a change, of a row that wants the old again then, leaves the page in step', async () => {
    await dieEverywhere(
      async () => {
        const id = rig.yan.create('projet', { nom: name(), statut: 'en cours' })
        await rig.sync(`projet:${id}`, 'created')
        rig.yan.update('projet', id, { nom: 'Neuf', statut: 'livré' })
        return `projet:${id}`
      },
      'updated',
      async (key) => {
        const page = await expectOnePage(key, `Projet Site ${made}`)
        expect(rig.wiki.page(page).icon).toBe('▶')
      },
      (id) => rig.yan.update('projet', id, { nom: `Site ${made}`, statut: 'en cours' }),
    )
  })

  test('of a deletion, of a row that is restored then, leaves the page in step', async () => {
    await dieEverywhere(
      async () => {
        const id = rig.yan.create('projet', { nom: name() })
        await rig.sync(`projet:${id}`, 'created')
        rig.yan.delete('projet', id)
        return `projet:${id}`
      },
      'deleted',
      async (key) => void (await expectOnePage(key, `Projet Site ${made}`)),
      (id) => rig.yan.restore('projet', id),
    )
  })

  test('of a deletion leaves the page marked once, and says so', async () => {
    const calls = await dieEverywhere(
      async () => {
        const id = rig.yan.create('projet', { nom: name() })
        await rig.sync(`projet:${id}`, 'created')
        rig.yan.delete('projet', id)
        return `projet:${id}`
      },
      'deleted',
      async (key) => {
        const pages = rig.wiki.pages().filter(({ title }) => title?.endsWith(` Site ${made}`))
        expect(pages).toMatchObject([{ title: `(deleted) Projet Site ${made}`, labels: [], trashed: false }])
        expect(rig.orphans.some(({ entity }) => entity === key)).toBe(true)
        expect(await rig.deps.book.memory.get(key)).toBeUndefined()
        expect(await rig.deps.book.links.pageOf(key)).toBeUndefined()
      },
    )
    expect(calls).toBeGreaterThan(8)
  })

  test('between a page and its memory, of a row that is deleted then, leaves it marked', async () => {
    const id = rig.yan.create('projet', { nom: name() })
    const create = async (...given: Parameters<typeof rig.deps.docmost.create>) => {
      await rig.deps.docmost.create(...given)
      throw new Killed()
    }
    const docmost = { ...rig.deps.docmost, create }
    await expect(rig.sync(`projet:${id}`, 'created', { docmost })).rejects.toThrow(Killed)
    rig.yan.delete('projet', id)
    await rig.sync(`projet:${id}`, 'deleted')
    expect(rig.wiki.pages()).toMatchObject([{ title: `(deleted) Projet Site ${made}` }])
  })
})

describe('an answer that is lost', () => {
  test.each(['pages/create', 'pages/labels/add', 'labels/pages'] as const)(
    'of Docmost (%s) leaves one page',
    async (route) => {
      for (const when of MOMENTS) {
        const key = `projet:${rig.yan.create('projet', { nom: name() })}`
        rig.wiki.fail(route, { when })
        await rig.sync(key, 'created').catch(() => undefined)
        await rig.sync(key, 'retried')
        await expectOnePage(key, `Projet Site ${made}`)
      }
    },
  )

  test.each(['GET row', 'PATCH row'] as const)('of Baserow (%s) leaves one page', async (route) => {
    for (const when of MOMENTS) {
      const key = `projet:${rig.yan.create('projet', { nom: name() })}`
      rig.grid.fail(route, { when })
      await rig.sync(key, 'created').catch(() => undefined)
      await rig.sync(key, 'retried')
      await expectOnePage(key, `Projet Site ${made}`)
    }
  })
})
