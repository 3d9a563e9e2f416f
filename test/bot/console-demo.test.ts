import { parse } from 'node-html-parser'
import { describe, expect, test } from 'vitest'
import type { DemoLevers } from '../../src/bot/console/demo-levers.ts'
import type { DemoPage, DemoRow, DemoValues, DemoWorld } from '../../src/bot/console/demo-world.ts'
import type { ConsoleDeps } from '../../src/bot/console/deps.ts'
import { startScripted } from './scripted.ts'
import { createVisitor, hiddenOf, type Page } from './visitor.ts'

const PAGE_ID = '01a2058c-20c0-7d06-8e99-fe2a115791a6'

/** A world of two lists; what is created stands in the first. */
function worldOf(over: Partial<DemoWorld> = {}) {
  const rows: DemoRow[] = [
    { id: 1, name: 'Site <b>', client: 'Mairie', status: 'en cours', page: PAGE_ID },
    { id: 2, name: '', client: '', status: '', page: '' },
  ]
  const pages: DemoPage[] = [
    { id: PAGE_ID, title: 'Projet Site - Mairie', icon: '\u25D0', parent: '' },
    { id: 'another', title: 'Bloc 1', icon: '', parent: 'Formation' },
  ]
  const created: DemoValues[] = []
  const world: DemoWorld = {
    rows: async () => rows,
    choices: async () => ({ clients: ['Mairie', 'Lycée'], statuses: ['à cadrer', 'en cours'] }),
    create: async (values) => {
      created.push(values)
      rows.push({ id: rows.length + 1, ...values, page: '' })
    },
    pages: async () => pages,
    ...over,
  }
  return { world, rows, pages, created }
}

async function enter(demoWorld?: DemoWorld, deps: Partial<ConsoleDeps> = {}) {
  const { server } = await startScripted({ deps: { ...deps, demoWorld } })
  const visitor = createVisitor(server)
  await visitor.enterAs('corentin')
  return { server, visitor }
}

function leversOf(over: Partial<{ read: () => Promise<never>; pull: (id: string) => unknown }>): DemoLevers {
  const facts = [{ name: 'Production', value: 'v1.3.2 - well' }]
  const levers = [{ id: 'break', label: 'Break Docmost', tone: 'danger' } as const]
  return {
    read: over.read ?? (async () => ({ facts, levers })),
    async pull(id) {
      await over.pull?.(id)
    },
  }
}

function items(page: Page, part: string): readonly string[] {
  const found = parse(page.body).querySelectorAll(`#${part} li`)
  return found.map(({ structuredText }) => structuredText.replace(/\s+/g, ' ').trim())
}

async function away(): Promise<never> {
  throw new Error('away')
}

describe('the systems of the demo', () => {
  test('are a page away from the feed', async () => {
    const { visitor } = await enter(worldOf().world)
    expect((await visitor.get('/console')).body).toContain('<a href="/console/demo">')
    expect((await visitor.get('/console/demo')).statusCode).toBe(200)
  })

  test('are shown with their rows and pages, the latest first, and what people typed is text', async () => {
    const { visitor } = await enter(worldOf().world)
    const page = await visitor.get('/console/demo')
    expect(items(page, 'demo-rows')).toEqual([
      'Without a name row 2 Client none Status none Page id none yet',
      `Site <b> row 1 Client Mairie Status en cours Page id ${PAGE_ID}`,
    ])
    expect(items(page, 'demo-pages')).toEqual([
      'Bloc 1 Under Formation another',
      `\u25D0 Projet Site - Mairie At the top of the space ${PAGE_ID}`,
    ])
    expect(page.body).toContain(`<a href="#page-${PAGE_ID}">`)
    expect(page.body).toContain(`<li id="page-${PAGE_ID}">`)
    expect(page.body).not.toContain('Site <b>')
  })

  test('are asked for again and again by the live script, which exchanges what changed', async () => {
    const { world, rows, pages } = worldOf()
    const { visitor } = await enter(world)
    expect((await visitor.get('/console/demo')).body).toContain(
      '<body data-live="/console/demo/part" data-every="1000">',
    )
    const revs = async () =>
      [...(await visitor.get('/console/demo/part')).body.matchAll(/data-rev="([^"]+)"/g)].map(
        ([, rev]) => rev,
      )
    const before = await revs()
    expect(await revs()).toEqual(before)
    pages.push({ id: 'new', title: 'Projet', icon: '', parent: '' })
    const [rowsRev, pagesRev] = await revs()
    expect(rowsRev).toBe(before[0])
    expect(pagesRev).not.toBe(before[1])
    rows.push({ id: 3, name: 'x', client: '', status: '', page: 'new' })
    expect((await revs())[0]).not.toBe(rowsRev)
  })

  test('get a row by the form', async () => {
    const { world, created } = worldOf()
    const { visitor } = await enter(world)
    const hidden = hiddenOf(await visitor.get('/console/demo'), 'id="demo-name"')
    const values = { name: ' Audit ', client: 'Lycée', status: 'à cadrer' }
    const answer = await visitor.post('/console/demo', { ...hidden, ...values })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/console/demo')
    expect(created).toEqual([{ name: 'Audit', client: 'Lycée', status: 'à cadrer' }])
    expect(items(await visitor.get('/console/demo'), 'demo-rows')[0]).toContain('Audit row 3')
  })

  test.each([
    [' ', 'A project needs a name.'],
    ['x'.repeat(201), 'At most 200 characters.'],
  ])('do not get a row called "%s", and keep what was chosen', async (name, fault) => {
    const { world, created } = worldOf()
    const { visitor } = await enter(world)
    const hidden = hiddenOf(await visitor.get('/console/demo'), 'id="demo-name"')
    const page = await visitor.post('/console/demo', { ...hidden, name, client: 'Lycée', status: 'en cours' })
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain(`<p class="fault" id="demo-fault">${fault}</p>`)
    expect(page.body).toContain('<option selected>Lycée</option>')
    expect(page.body).toContain('<option selected>en cours</option>')
    expect(created).toEqual([])
  })

  test('that refuse a row are said to, and what was typed stays', async () => {
    const { visitor } = await enter(worldOf({ create: away }).world)
    const hidden = hiddenOf(await visitor.get('/console/demo'), 'id="demo-name"')
    const page = await visitor.post('/console/demo', { ...hidden, name: 'Audit', client: '', status: '' })
    expect(page.statusCode).toBe(502)
    expect(page.body).toContain('Baserow did not take the row')
    expect(page.body).toContain('value="Audit"')
  })

  test('that are away say so, and the page asks again', async () => {
    const { visitor } = await enter(worldOf({ pages: away }).world)
    const page = await visitor.get('/console/demo')
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('The systems of the demo do not answer')
    expect(page.body).toContain('url=/console/demo')
    expect((await visitor.get('/console/demo/part')).statusCode).toBe(503)
  })

  test('are changed by our own form only, and seen by those who entered', async () => {
    const { world, created } = worldOf()
    const { server, visitor } = await enter(world)
    const hidden = hiddenOf(await visitor.get('/console/demo'), 'id="demo-name"')
    const foreign = { 'sec-fetch-site': 'cross-site' }
    expect((await visitor.post('/console/demo', { ...hidden, name: 'x' }, foreign)).statusCode).toBe(403)
    expect((await visitor.post('/console/demo', { name: 'x' })).statusCode).toBe(403)
    const stranger = createVisitor(server)
    expect((await stranger.get('/console/demo')).body).not.toContain('Projet Site')
    expect((await stranger.get('/console/demo/part')).statusCode).toBe(401)
    expect(created).toEqual([])
  })

  test.each<[string, DemoWorld | undefined, Partial<ConsoleDeps>]>([
    ['without them', undefined, {}],
    ['outside the demo', worldOf().world, { demo: false }],
  ])('are no page and no link %s', async (_when, world, deps) => {
    const { server } = await startScripted({ deps: { ...deps, demoWorld: world } })
    const demo = (await startScripted()).server
    const visitor = createVisitor(demo)
    await visitor.enterAs('corentin')
    const same = createVisitor(server)
    same.setCookie(visitor.cookie())
    expect((await same.get('/console/demo')).statusCode).toBe(404)
    const feed = await same.get('/console')
    expect(feed.body).toContain('On call')
    expect(feed.body).not.toContain('/console/demo')
  })

  test('have levers, each a button of its own, with how things stand above them', async () => {
    const pulled: string[] = []
    const { visitor } = await enter(undefined, {
      demoLevers: leversOf({ pull: async (id) => pulled.push(id) }),
    })
    const page = await visitor.get('/console/demo')
    expect(page.body).toContain('<div><dt>Production</dt><dd>v1.3.2 - well</dd></div>')
    expect(page.body).not.toContain('Name of the project')
    const answer = await visitor.post('/console/demo/levers', hiddenOf(page, 'Break Docmost'))
    expect([answer.statusCode, answer.headers.location, pulled]).toEqual([303, '/console/demo', ['break']])
  })

  test('whose levers fail or are away still show their tables', async () => {
    const failing = leversOf({ pull: away })
    const { visitor } = await enter(worldOf().world, { demoLevers: failing })
    const page = await visitor.get('/console/demo')
    const refused = await visitor.post('/console/demo/levers', hiddenOf(page, 'Break Docmost'))
    expect(refused.statusCode).toBe(502)
    expect(refused.body).toContain('That did not work')
    const gone = await enter(worldOf().world, { demoLevers: leversOf({ read: away }) })
    const part = await gone.visitor.get('/console/demo/part')
    expect(part.body).toContain('They do not answer.')
    expect(items(part, 'demo-rows')).toHaveLength(2)
  })
})
