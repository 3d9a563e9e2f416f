import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { ChangePoint, Docmost, Page } from '../../src/sync/ports.ts'
import { ADMIN, type DocmostRig, startRig } from './docmost-rig.ts'

const walkSchema = z.object({
  items: z.array(z.object({ id: z.string() })),
  meta: z.object({ nextCursor: z.string().nullable() }),
})

let rig: DocmostRig

const BEGINNING: ChangePoint = {
  updatedAt: '1970-01-01T00:00:00.000Z',
  id: '00000000-0000-0000-0000-000000000000',
}

beforeEach(async () => {
  rig = await startRig()
})

afterEach(async () => {
  expect(rig.wiki.refused).toEqual([])
  await rig.close()
})

/** As the caller of the port does: on from the last page until there is no more. */
async function readOn(
  docmost: Docmost,
  from: ChangePoint = BEGINNING,
  meanwhile: (call: number) => void = () => undefined,
): Promise<readonly Page[]> {
  const pages: Page[] = []
  let point = from
  for (let call = 0; call < 200; call += 1) {
    const answer = await docmost.changedAfter(point)
    pages.push(...answer.pages)
    const last = answer.pages.at(-1)
    if (last === undefined || !answer.more) return pages
    expect(last.updatedAt >= point.updatedAt).toBe(true)
    point = last
    meanwhile(call)
  }
  throw new Error('the feed does not end')
}

function idsOf(pages: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set(pages.map(({ id }) => id))].sort()
}

/** In bursts: some to a microsecond, many to a millisecond. */
function createBursts(total: number): readonly string[] {
  const admin = rig.wiki.asUser(ADMIN)
  const ids: string[] = []
  for (let burst = 0; ids.length < total; burst += 1) {
    const size = Math.min([1, 7, 90, 30, 3][burst % 5] ?? 1, total - ids.length)
    const titles = Array.from({ length: size }, (_, at) => `page ${ids.length + at}`)
    if (burst % 2 === 0) ids.push(...admin.importPages('agence', titles))
    else for (const title of titles) ids.push(admin.create({ space: 'agence', title }))
    // No two share a millisecond: of more than a hundred in one the last are asked for in another way (see below).
    rig.clock.jump(1 + (burst % 3))
  }
  return [...ids].sort()
}

test('1,420 pages created in bursts: each is told, oldest first', async () => {
  const ids = createBursts(1_420)
  const pages = await readOn(rig.client())
  expect(idsOf(pages)).toEqual(ids)
  const times = pages.map(({ updatedAt }) => updatedAt)
  const calls = rig.wiki.calls.filter(({ route }) => route === 'pages/recent')
  expect(calls.every(({ body }) => body['limit'] === 100 && 'beforeCursor' in body)).toBe(true)
  expect(times[0]).toBe([...times].sort()[0])
  expect(pages.length).toBeGreaterThan(ids.length)
})

test("Docmost's own walk loses some of them", async () => {
  const ids = createBursts(1_420)
  const found = new Set<string>()
  const token = await rig.login(ADMIN)
  let cursor: string | null = null
  do {
    const body = { limit: 7, ...(cursor === null ? {} : { cursor }) }
    const answer: z.infer<typeof walkSchema> = await rig.post(token, 'pages/recent', body, walkSchema)
    for (const { id } of answer.items) found.add(id)
    cursor = answer.meta.nextCursor
  } while (cursor !== null)
  expect(found.size).toBeLessThan(ids.length)
})

test('changes during the walk: the last state of each page is told', async () => {
  const ids = createBursts(600)
  const admin = rig.wiki.asUser(ADMIN)
  const changed = new Map<string, string>()
  const pages = await readOn(rig.client(), BEGINNING, (call) => {
    rig.clock.jump(2)
    for (const at of [call, call * 37, 599 - call]) {
      const id = ids[at % ids.length] ?? ''
      const title = `changed in call ${call}`
      if (call > 20) continue
      admin.update(id, { title })
      changed.set(id, title)
    }
    if (call === 2) changed.set(admin.create({ space: 'agence', title: 'new' }), 'new')
  })
  const last = new Map(pages.map((page) => [page.id, page.title]))
  expect(last.size).toBe(601)
  for (const [id, title] of changed) expect(last.get(id)).toBe(title)
})

test('a hundred and eighty pages of one import are all told, and what came after', async () => {
  const admin = rig.wiki.asUser(ADMIN)
  const ids = admin.importPages(
    'agence',
    Array.from({ length: 180 }, (_, at) => `import ${at}`),
  )
  rig.clock.jump(3)
  const after = admin.create({ space: 'agence', title: 'after' })
  const pages = await readOn(rig.client())
  expect(idsOf(pages)).toEqual([...ids, after].sort())
  expect(pages.at(-1)).toMatchObject({ id: after })
  expect(rig.logged.join()).not.toContain('more changes in a millisecond')
})

test('three hundred of one import: what cannot be had is said, and the feed goes on', async () => {
  const admin = rig.wiki.asUser(ADMIN)
  admin.importPages(
    'agence',
    Array.from({ length: 300 }, (_, at) => `import ${at}`),
  )
  rig.clock.jump(3)
  const after = admin.create({ space: 'agence', title: 'after' })
  const pages = await readOn(rig.client())
  expect(idsOf(pages)).toHaveLength(201)
  expect(pages.at(-1)).toMatchObject({ id: after })
  expect(rig.logged.join()).toContain('more changes in a millisecond than can be read')
})

test('three hundred changed in one millisecond are all told: their microseconds are none', async () => {
  const clock = { now: () => Date.UTC(2026, 10, 23, 12) }
  await rig.close()
  rig = await startRig({ clock })
  const still = rig.wiki.asUser(ADMIN)
  const ids = still.importPages(
    'agence',
    Array.from({ length: 300 }, (_, at) => `import ${at}`),
  )
  for (const id of ids) still.update(id, { title: 'moved' })
  const pages = await readOn(rig.client({ clock: { ...rig.clock, ...clock } }))
  expect(idsOf(pages)).toEqual([...ids].sort())
})

test('only what changed after the point, and nothing of what moves no time', async () => {
  const docmost = rig.client()
  const admin = rig.wiki.asUser(ADMIN)
  const [one = '', two = '', three = ''] = ['one', 'two', 'three'].map((title) => {
    rig.clock.jump(5)
    return admin.create({ space: 'agence', title })
  })
  const last = (await readOn(docmost)).at(-1)
  expect(last).toMatchObject({ id: three })
  const point = { updatedAt: rig.wiki.page(three).updatedAt, id: three }
  rig.clock.jump(5)
  admin.share(two)
  await docmost.label(two, ['baserow-t1-r2'])
  admin.trash(one)
  admin.restore(one)
  const changes = await docmost.changedAfter(point)
  expect(idsOf(changes.pages)).toEqual([three])
  expect(changes.more).toBe(false)
  admin.move(two, one)
  expect((await docmost.changedAfter(point)).pages.at(-1)).toMatchObject({ id: two, parent: one })
})

test('typed text is a change once it is stored', async () => {
  const docmost = rig.client()
  const admin = rig.wiki.asUser(ADMIN)
  const id = admin.create({ space: 'agence', title: 'Open' })
  rig.clock.jump(5)
  const point = { updatedAt: new Date(rig.clock.now()).toISOString(), id }
  admin.typing(id, 'A thought')
  expect((await docmost.changedAfter(point)).pages).toEqual([])
  rig.clock.jump(10_000)
  expect((await docmost.changedAfter(point)).pages).toMatchObject([{ id, updatedBy: rig.wiki.userId(ADMIN) }])
})

test('a point in another time zone and without milliseconds', async () => {
  const id = rig.wiki.asUser(ADMIN).create({ space: 'agence', title: 'One' })
  const { pages } = await rig.client().changedAfter({ ...BEGINNING, updatedAt: '2020-01-01T02:00:00+02:00' })
  expect(pages).toMatchObject([{ id }])
})

test('everything that the bot created, however many at once', async () => {
  const ids = rig.wiki.asUser('bot@example.test').importPages(
    'agence',
    Array.from({ length: 150 }, (_, at) => `import ${at}`),
  )
  expect(idsOf(await rig.client().createdByMe(rig.agency))).toEqual([...ids].sort())
})
