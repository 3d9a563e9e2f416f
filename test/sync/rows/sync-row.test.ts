import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ROW_PARTS } from '../../../src/sync/rows/row-parts.ts'
import { createSyncRow } from '../../../src/sync/rows/sync-row.ts'
import { createTracer } from '../../../src/sync/tracer.ts'
import { type RowRig, startRowRig, YAN } from './row-rig.ts'

let rig: RowRig
beforeEach(async () => {
  rig = await startRowRig()
})
afterEach(async () => {
  expect(rig.refused()).toEqual([])
  await rig.close()
})

const FIVE_MINUTES = 5 * 60_000

function projet(values: Record<string, unknown> = {}) {
  const client = rig.yan.create('client', { nom: 'ACME', ville: 'Lyon' })
  return rig.yan.create('projet', { nom: 'Site', client: [client], notes: '# Pas un titre', ...values })
}

describe('a new row', () => {
  test('gets its page, labelled, linked and written to the row', async () => {
    const id = projet({ statut: 'en cours' })
    const { ended, page = '', event } = await rig.sync(`projet:${id}`, 'created')
    expect(ended).toBe('done')
    expect(rig.wiki.page(page)).toMatchObject({
      title: 'Projet Site - ACME',
      icon: '▶',
      space: 'agence',
      parent: null,
      markdown: '# Site\n\nVille: Lyon\n\n\\# Pas un titre',
      labels: [`baserow-t${rig.grid.table('projet')}-r${id}`],
      trashed: false,
    })
    expect(rig.row('projet', id)['docmost_page_id']).toBe(page)
    expect(await rig.deps.book.links.pageOf(`projet:${id}`)).toBe(page)
    expect(rig.audits).toEqual([`page.create projet:${id}`, `row.update projet:${id}`])
    expect(await rig.trace(event)).toEqual([
      'read_row',
      'read_links: client',
      'find_page: none',
      'create_page',
      'link_page',
      `label_page: baserow-t${rig.grid.table('projet')}-r${id}`,
      'write_back: docmost_page_id',
    ])
  })

  test('is told to nobody by our own write', async () => {
    const id = projet()
    await rig.sync(`projet:${id}`)
    expect(rig.grid.requests.filter(({ route }) => route === 'PATCH row')).toMatchObject([
      { query: { send_webhook_events: 'false' } },
    ])
  })

  test('leads to no further write, at once or later', async () => {
    const key = `projet:${projet({ statut: 'livré' })}`
    await rig.sync(key)
    const [written, asked] = [rig.writes(), rig.wiki.calls.length]
    expect(await rig.sync(key)).toMatchObject({ ended: 'identical_sync' })
    expect(rig.wiki.calls).toHaveLength(asked)
    rig.clock.jump(FIVE_MINUTES)
    expect(await rig.sync(key)).toMatchObject({ ended: 'up_to_date' })
    expect(await rig.sync(key, 'forced')).toMatchObject({ ended: 'up_to_date' })
    expect(rig.writes()).toEqual(written)
  })

  test('that nobody filled in waits for its title', async () => {
    const id = rig.yan.create('projet', {})
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'no_title' })
    expect(rig.writes()).toEqual([])
    rig.yan.update('projet', id, { nom: 'Site' })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done' })
    expect(rig.wiki.pages().map(({ title }) => title)).toEqual(['Projet Site'])
  })

  test('is not made into a page before the fields that the rule waits for are filled in', async () => {
    await rig.close()
    rig = await startRowRig({ projet: { waitFor: ['nom', 'client', 'notes'] } })
    const id = rig.yan.create('projet', { nom: 'Site' })
    expect(await rig.sync(`projet:${id}`, 'created')).toMatchObject({ ended: 'not_ready' })
    const client = rig.yan.create('client', { nom: 'ACME', ville: 'Lyon' })
    rig.yan.update('projet', id, { client: [client] })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'not_ready' })
    expect(rig.writes()).toEqual([])
    rig.yan.update('projet', id, { notes: 'Tout est là' })
    const { ended, page = '' } = await rig.sync(`projet:${id}`)
    expect(ended).toBe('done')
    expect(rig.wiki.page(page)).toMatchObject({
      title: 'Projet Site - ACME',
      markdown: '# Site\n\nVille: Lyon\n\nTout est là',
    })
    rig.yan.update('projet', id, { nom: 'Boutique', notes: '' })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done', page })
    expect(rig.wiki.page(page).title).toBe('Projet Boutique - ACME')
  })

  test('that waits for a field that is not there is an error', async () => {
    await rig.close()
    rig = await startRowRig({ projet: { waitFor: ['nom', 'clent'] } })
    await expect(rig.sync(`projet:${projet()}`)).rejects.toMatchObject({ code: 'invalid', retry: false })
    expect(rig.writes()).toEqual([])
  })

  test('stands under the page that the rule names', async () => {
    await rig.close()
    rig = await startRowRig({ projet: { parent: 'Projets' } })
    const id = projet()
    await expect(rig.sync(`projet:${id}`)).rejects.toMatchObject({ code: 'not_found', retry: false })
    const first = rig.admin.create({ space: 'agence', title: 'Projets' })
    const { page = '' } = await rig.sync(`projet:${id}`)
    expect(rig.wiki.page(page).parent).toBe(first)
    rig.admin.trash(first)
    const second = rig.admin.create({ space: 'agence', title: 'Projets' })
    const { page: other = '' } = await rig.sync(`projet:${projet({ nom: 'Autre' })}`)
    expect(rig.wiki.page(other).parent).toBe(second)
  })

  test.each([
    ['title', '{nom} {clent}', "read_links: failed: baserow: invalid - a template names the field 'clent'"],
    [
      'template',
      '{nom} {clent}',
      "create_page: failed: baserow: invalid - a template names the field 'clent'",
    ],
    [
      'title',
      '{client.viile}',
      "read_links: failed: baserow: invalid - a template names the field 'client.viile'",
    ],
  ])('whose %s, "%s", names a field that is not there is an error, and the trace says so', async (...all) => {
    const [what, template, said] = all
    await rig.close()
    rig = await startRowRig({ projet: { [what]: template } })
    await expect(rig.sync(`projet:${projet()}`)).rejects.toMatchObject({ code: 'invalid', retry: false })
    expect((await rig.trace('event-1')).at(-1)).toContain(said)
    expect(rig.wiki.pages()).toEqual([])
  })

  test('whose table has no field for the id of the page is an error before anything is made', async () => {
    await rig.close()
    rig = await startRowRig({ projet: { link: 'docmost_id' } })
    await expect(rig.sync(`projet:${projet()}`)).rejects.toMatchObject({ code: 'invalid', retry: false })
    expect(rig.writes()).toEqual([])
  })
})

describe('a row that changes', () => {
  test('has title and icon of its page follow, and not its content', async () => {
    const id = projet({ statut: 'en cours' })
    const { page = '' } = await rig.sync(`projet:${id}`)
    const { markdown } = rig.wiki.page(page)
    rig.yan.update('projet', id, { nom: 'Boutique', statut: 'livré', notes: 'neuf' })
    const { ended, event } = await rig.sync(`projet:${id}`)
    expect(ended).toBe('done')
    expect(rig.wiki.page(page)).toMatchObject({ title: 'Projet Boutique - ACME', icon: '■', markdown })
    expect(await rig.trace(event)).toContain('change_page: title, icon')
    rig.yan.update('projet', id, { statut: 'idée' })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'up_to_date' })
    expect(rig.wiki.page(page).icon).toBe('■')
  })

  test('leaves a page as a person named it until its own title changes', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.admin.update(page, { title: 'Le beau site', icon: '★' })
    rig.yan.update('projet', id, { notes: 'autre chose' })
    await rig.sync(`projet:${id}`)
    await rig.sync(`projet:${id}`, 'forced')
    expect(rig.wiki.page(page)).toMatchObject({ title: 'Le beau site', icon: '★' })
    rig.yan.update('projet', id, { nom: 'Boutique' })
    await rig.sync(`projet:${id}`)
    expect(rig.wiki.page(page)).toMatchObject({ title: 'Projet Boutique - ACME', icon: '★' })
  })

  test('has its icon follow while it has no title', async () => {
    const id = projet({ statut: 'en cours' })
    const { page = '' } = await rig.sync(`projet:${id}`)
    for (const [statut, icon] of [
      ['livré', '■'],
      ['en cours', '▶'],
    ] as const) {
      rig.yan.update('projet', id, { nom: '', client: [], statut })
      await rig.sync(`projet:${id}`)
      expect(rig.wiki.page(page).icon).toBe(icon)
    }
  })

  test('while its page is made is not taken for known', async () => {
    const id = projet()
    const baserow = {
      ...rig.deps.baserow,
      async update(...given: Parameters<typeof rig.deps.baserow.update>) {
        rig.yan.update('projet', id, { nom: 'Boutique' })
        return rig.deps.baserow.update(...given)
      },
    }
    const { page = '' } = await rig.sync(`projet:${id}`, 'created', { baserow })
    expect(rig.wiki.page(page).title).toBe('Projet Site - ACME')
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'done' })
    expect(rig.wiki.page(page).title).toBe('Projet Boutique - ACME')
  })

  test('reads what its links lead to afresh once the cache was told', async () => {
    const id = projet()
    await rig.sync(`projet:${id}`)
    const before = await rig.deps.book.memory.get(`projet:${id}`)
    rig.yan.update('client', 1, { ville: 'Nice' })
    await rig.deps.cache.drop(['bridge:client:1'])
    expect(await rig.sync(`projet:${id}`, 'linked')).toMatchObject({ ended: 'up_to_date' })
    const after = await rig.deps.book.memory.get(`projet:${id}`)
    expect(after?.fingerprint).not.toBe(before?.fingerprint)
    expect(after?.row).toBe(before?.row)
  })
})

describe('a deleted row', () => {
  test('leaves its page, marked once and no longer linked', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.yan.delete('projet', id)
    const { ended } = await rig.sync(`projet:${id}`, 'deleted')
    expect(ended).toBe('done')
    expect(rig.wiki.page(page)).toMatchObject({
      title: '(deleted) Projet Site - ACME',
      labels: [],
      trashed: false,
    })
    expect(await rig.deps.book.links.pageOf(`projet:${id}`)).toBeUndefined()
    expect(await rig.deps.book.memory.get(`projet:${id}`)).toBeUndefined()
    const slug = rig.wiki.page(page).slugId
    expect(rig.orphans).toEqual([
      {
        key: `orphan:projet:${id}:${page}`,
        entity: `projet:${id}`,
        page,
        title: 'Projet Site - ACME',
        address: `https://docmost.example/s/agence/p/${slug}`,
        became: 'kept',
      },
    ])
    const written = rig.writes()
    expect(await rig.sync(`projet:${id}`, 'deleted')).toMatchObject({ ended: 'row_not_found' })
    expect(rig.writes()).toEqual(written)
  })

  test('takes its page along where the rule says so', async () => {
    await rig.close()
    rig = await startRowRig({ projet: { whenDeleted: 'trash' } })
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.yan.delete('projet', id)
    await rig.sync(`projet:${id}`, 'deleted')
    expect(rig.wiki.page(page)).toMatchObject({ title: 'Projet Site - ACME', trashed: true })
    expect(rig.orphans).toMatchObject([{ became: 'trashed' }])
  })

  test('finds its page again when it is restored', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    rig.yan.delete('projet', id)
    await rig.sync(`projet:${id}`, 'deleted')
    rig.yan.restore('projet', id)
    expect(await rig.sync(`projet:${id}`, 'created')).toMatchObject({ ended: 'done', page })
    expect(rig.wiki.pages()).toMatchObject([{ id: page, title: 'Projet Site - ACME' }])
    expect(rig.wiki.page(page).labels).toHaveLength(1)
  })

  test('of which our store knows nothing any more has its page marked all the same', async () => {
    const id = projet()
    const { page = '' } = await rig.sync(`projet:${id}`)
    await rig.deps.book.links.unlink(`projet:${id}`)
    await rig.deps.book.memory.forget(`projet:${id}`)
    rig.yan.delete('projet', id)
    expect(await rig.sync(`projet:${id}`, 'deleted')).toMatchObject({ ended: 'done', page })
    expect(rig.wiki.page(page)).toMatchObject({ title: '(deleted) Projet Site - ACME', labels: [] })
    expect(rig.orphans).toMatchObject([{ entity: `projet:${id}`, page, became: 'kept' }])
    expect(await rig.sync(`projet:${id}`, 'deleted')).toMatchObject({ ended: 'row_not_found' })
    expect(rig.orphans).toHaveLength(1)
  })

  test('that nobody knows costs one request when it is said to be deleted', async () => {
    expect(await rig.sync('projet:99', 'deleted')).toMatchObject({ ended: 'row_not_found' })
    expect(rig.wiki.routes.filter((route) => !route.startsWith('auth/'))).toEqual(['labels/pages'])
    expect(rig.orphans).toEqual([])
  })

  test('that nobody knows was perhaps never there', async () => {
    expect(await rig.sync('projet:99')).toMatchObject({ ended: 'row_not_found' })
    expect(rig.grid.routes).toEqual(['GET row', 'GET row', 'GET row'])
    expect(rig.wiki.calls).toEqual([])
  })

  test('that appears a moment later is synchronised', async () => {
    let asked = 0
    const baserow = {
      ...rig.deps.baserow,
      async row(table: number, id: number) {
        asked += 1
        if (asked === 2) projet()
        return rig.deps.baserow.row(table, id)
      },
    }
    expect(await rig.sync('projet:1', 'created', { baserow })).toMatchObject({ ended: 'done' })
  })
})

describe('people', () => {
  const touched = async (person: number) =>
    (await rig.deps.book.causes.of(`personne:${person}`)).map(({ because, through }) => [because, through])

  test('are looked at when a row that takes their hours comes, changes or goes', async () => {
    const [ann, bob] = [
      rig.yan.create('personne', { nom: 'Ann' }),
      rig.yan.create('personne', { nom: 'Bob' }),
    ]
    const id = rig.yan.create('attribution', { titre: 'TP', personne: [ann] })
    const key = `attribution:${id}`
    rig.answer({ mailed: true })
    expect(await rig.sync(key, 'created')).toMatchObject({ ended: 'done' })
    expect(await touched(ann)).toEqual([['capacity', key]])
    expect(await rig.deps.book.memory.get(key)).toMatchObject({
      affects: [`personne:${ann}`],
      mailed: true,
    })

    rig.clock.jump(FIVE_MINUTES)
    await rig.sync(key)
    expect(await touched(ann)).toHaveLength(1)

    rig.yan.update('attribution', id, { personne: [bob] })
    await rig.sync(key)
    expect([await touched(ann), await touched(bob)].map((all) => all.length)).toEqual([2, 1])

    rig.yan.delete('attribution', id)
    await rig.sync(key, 'deleted')
    expect([await touched(ann), await touched(bob)].map((all) => all.length)).toEqual([2, 2])
    expect(await rig.deps.book.memory.get(key)).toBeUndefined()
  })

  test('who are deleted while their hours are used up leave no alert behind', async () => {
    const ann = rig.yan.create('personne', { nom: 'Ann' })
    rig.answer({ episode: 2, over: true })
    await rig.sync(`personne:${ann}`, 'capacity')
    rig.yan.delete('personne', ann)
    const over: string[] = []
    const capacityBack = async (key: string) => void over.push(key)
    await rig.sync(`personne:${ann}`, 'deleted', { notices: { ...rig.deps.notices, capacityBack } })
    expect(over).toEqual([`capacity:personne:${ann}:2`])
  })

  test('who are deleted and restored are told of again when their hours are used up again', async () => {
    const told: string[] = []
    const notices = {
      ...rig.deps.notices,
      overCapacity: async ({ key }: { readonly key: string }) => void told.push(key),
      capacityBack: async () => {},
    }
    const deps = { ...rig.deps, notices }
    const ann = rig.yan.create('personne', { nom: 'Ann', heures: -1 })
    const entity = { kind: 'row', table: 'personne', id: ann } as const
    async function look(because: 'updated' | 'deleted') {
      rig.clock.jump(600_000)
      const causes = [{ event: 'e', because, at: rig.clock.now() }]
      await createSyncRow(deps, ROW_PARTS)(createTracer(deps, `personne:${ann}`, ['e']), entity, causes)
    }
    for (let episode = 1; episode <= 3; episode += 1) {
      await look('updated')
      expect(told).toHaveLength(episode)
      rig.yan.delete('personne', ann)
      await look('deleted')
      expect(await deps.book.memory.get(`personne:${ann}`)).toBeUndefined()
      rig.yan.restore('personne', ann)
      rig.yan.update('personne', ann, { heures: 5 })
      await look('updated')
      rig.yan.update('personne', ann, { heures: -episode })
    }
    expect(new Set(told).size).toBe(3)
  })

  test('have their hours checked and get their letter with everything that was read', async () => {
    const ann = rig.yan.create('personne', { nom: 'Ann' })
    rig.answer({ episode: 1, over: true })
    await rig.sync(`personne:${ann}`, 'capacity')
    expect(await rig.deps.book.memory.get(`personne:${ann}`)).toMatchObject({ episode: 1, over: true })
    rig.answer({})
    rig.yan.update('personne', ann, { nom: 'Anna' })
    await rig.sync(`personne:${ann}`)
    expect(rig.asked.map(({ part, row }) => [part, row.before?.over])).toEqual([
      ['checkCapacity', undefined],
      ['checkCapacity', true],
    ])
    expect(await rig.deps.book.memory.get(`personne:${ann}`)).toMatchObject({ episode: 1, over: true })
    const id = rig.yan.create('attribution', { titre: 'TP', personne: [ann] })
    await rig.sync(`attribution:${id}`, 'created')
    expect(rig.asked.at(-1)).toMatchObject({
      part: 'sendLetter',
      row: { causes: [{ because: 'created' }], linked: { personne: [{ id: ann }] } },
    })
  })
})

describe('tables', () => {
  test('without a rule, and with one that asks for nothing', async () => {
    const id = rig.yan.create('client', { nom: 'ACME' })
    expect(await rig.sync(`client:${id}`)).toMatchObject({ ended: 'no_page_rule' })
    expect(await rig.sync('facture:1')).toMatchObject({ ended: 'no_rule' })
    expect(rig.writes()).toEqual([])
  })

  test('are added by configuration alone', async () => {
    const page = {
      space: 'Agence',
      title: 'Contrat {nom}',
      template: '{nom}',
      link: 'page',
      whenDeleted: 'keep',
    } as const
    const contrat = { table: rig.grid.table('contrat'), links: {}, checksCapacityOf: [], page }
    const rules = { ...rig.deps.rules, tables: { ...rig.deps.rules.tables, contrat } }
    const id = rig.yan.create('contrat', { nom: 'Cadre' })
    expect(await rig.sync(`contrat:${id}`, 'created', { rules })).toMatchObject({ ended: 'done' })
    expect(rig.wiki.pages().map(({ title }) => title)).toEqual(['Contrat Cadre'])
  })

  test('say who wrote a row last, and that is no news', async () => {
    const id = projet()
    await rig.sync(`projet:${id}`)
    expect(rig.row('projet', id)['modifié par']).toMatchObject({ id: rig.grid.bot.id })
    expect(await rig.sync(`projet:${id}`)).toMatchObject({ ended: 'identical_sync' })
    expect(YAN).not.toBe(rig.grid.bot.id)
  })
})
