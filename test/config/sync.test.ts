import { describe, expect, test } from 'vitest'
import { configOf, demo, faultsWith, least } from './reading.ts'

const MINUTE = 60_000

const page = "page: { space: Agence, title: '{nom}', template: '{nom}', link: docmost_page_id }"

function rulesOf(lines: string) {
  return configOf(demo, `${least}\nsync:\n${lines}`).team.sync
}

function faultsOfSync(lines: string): readonly string[] {
  return faultsWith(`sync:\n${lines}`)
}

describe('the rules of the sync', () => {
  test('are absent when the file has none', () => {
    expect(configOf(demo, least).team.sync).toBeUndefined()
  })

  test('what is left out takes its default', () => {
    expect(rulesOf(`  tables: { client: { table: 3 }, projet: { table: 4, ${page} } }`)).toEqual({
      tables: {
        client: { table: 3, links: {}, checksCapacityOf: [] },
        projet: {
          table: 4,
          links: {},
          checksCapacityOf: [],
          page: {
            space: 'Agence',
            title: '{nom}',
            template: '{nom}',
            link: 'docmost_page_id',
            whenDeleted: 'keep',
          },
        },
      },
      pages: {},
      shares: { notify: true },
      timing: { poll: 15_000, sweep: 10 * MINUTE, reconcile: 360 * MINUTE },
    })
  })

  test('say what differs', () => {
    const rules = rulesOf(
      '  tables: {}\n  shares: { notify: false }\n  timing: { poll: 5s, sweep: 1h, reconcile: 1d, silence: 2h }',
    )
    expect(rules?.shares).toEqual({ notify: false })
    expect(rules?.timing).toEqual({
      poll: 5_000,
      sweep: 60 * MINUTE,
      reconcile: 1_440 * MINUTE,
      silence: 120 * MINUTE,
    })
  })
})

describe('the example', () => {
  const rules = configOf(demo).team.sync

  test('has the tables of formation-hub', () => {
    const tables = Object.entries(rules?.tables ?? {})
    expect(tables.map(([name, { table }]) => `${table} ${name}`)).toEqual([
      '42 client',
      '43 projet',
      '44 formation',
      '45 bloc',
      '46 personne',
      '47 intervention',
      '48 attribution',
      '49 comptes_rendus',
    ])
    expect(tables.filter(([, { page }]) => page !== undefined).map(([name]) => name)).toEqual([
      'projet',
      'formation',
    ])
    expect(rules?.tables['projet']?.page?.title).toBe('Projet {nom} - {client}')
    expect(rules?.tables['projet']?.page?.waitFor).toEqual(['nom', 'client'])
    expect(rules?.tables['client']?.links).toEqual({ projets: 'projet' })
    expect(rules?.tables['formation']?.page?.children?.field).toBe('blocs')
    expect(rules?.tables['intervention']?.checksCapacityOf).toEqual(['personne'])
    expect(rules?.tables['attribution']?.mail?.to).toBe('{personne.email}')
    expect(rules?.pages['compte-rendu']?.row.table).toBe('comptes_rendus')
  })

  test('says the defaults where it says them', () => {
    const { timing, shares } = rules ?? {}
    expect(rulesOf('  tables: {}')).toMatchObject({ timing, shares })
  })
})

describe('faults', () => {
  test('all come at once, beside one elsewhere in the part', () => {
    expect(
      faultsOfSync(`
  tables:
    client: { table: 3, links: { projets: projekt } }
    projet:
      table: 3
      links: { client: client, equipe: personne }
      checksCapacityOf: [equipe, formateurs, client]
      page:
        space: Agence
        title: 'Projet {nom} - {cleint.nom}'
        template: |
          {client.nom}, {{chef.nom}, {chef.email} {chef.email}
        link: docmost_page_id
        children: { field: blocs, title: '{nom}', template: x }
      mail: { to: '{chef.email}', name: '{nom}', subject: x, text: '{equipe.nom}' }
    formation:
      table: 5
      links: { blocs: bloc }
      page:
        space: Agence
        title: '{nom}'
        template: x
        link: docmost_page_id
        children: { field: blocs, title: '{salle.nom}', template: '{blocs.nom}' }
    bloc: { table: 6 }
    personne: { table: 7 }
  pages:
    compte-rendu:
      space: Agence
      label: compte-rendu
      row: { table: comptes_rendus, link: page_id, values: { titre: '{title} {titre}', quand: '{page.date}' } }
  timing: { poll: soon }
`),
    ).toEqual([
      'sync.timing.poll: "soon" is not a duration; write a number and a unit, such as 15m, 4h or 1d',
      'sync.tables.projet.table: sync.tables.client has the same one; each needs its own',
      'sync.tables.client.links.projets: no table in sync.tables has this name; add the table or name another',
      'sync.tables.projet.checksCapacityOf[0]: leads to personne, which has no capacity; add it there, or name another field',
      'sync.tables.projet.checksCapacityOf[1]: is not in links; add the field and its table',
      'sync.tables.projet.checksCapacityOf[2]: leads to client, which has no capacity; add it there, or name another field',
      'sync.tables.projet.page.title: {cleint.nom} needs links.cleint; add the field and its table, or correct the text',
      'sync.tables.projet.page.template: {chef.nom} needs links.chef; add the field and its table, or correct the text',
      'sync.tables.projet.page.template: {chef.email} needs links.chef; add the field and its table, or correct the text',
      'sync.tables.projet.page.children.field: is not in links; add the field and its table',
      'sync.tables.projet.mail.to: {chef.email} needs links.chef; add the field and its table, or correct the text',
      'sync.tables.formation.page.children.title: {salle.nom} needs links.salle; add the field and its table, or correct the text',
      'sync.tables.formation.page.children.template: {blocs.nom} needs links.blocs; add the field and its table, or correct the text',
      'sync.pages.compte-rendu.row.table: no table in sync.tables has this name; add the table or name another',
      'sync.pages.compte-rendu.row.values.titre: {titre} is not known; use {title}, {id}, {address} or {date}',
      'sync.pages.compte-rendu.row.values.quand: {page.date} is not known; use {title}, {id}, {address} or {date}',
    ])
  })

  test.each([
    ['  {}', 'sync.tables: is missing; add a block of keys'],
    [
      '  tables: { page: { table: 1 } }',
      'sync.tables.page: is what commands call the pages of Docmost; choose another name',
    ],
    [
      '  tables: { Projet: { table: 1 } }',
      'sync.tables.Projet: must be a short word in lower case (letters, digits, dashes, underscores), beginning with a letter',
    ],
    [
      `  tables: { projet: { table: 4, ${page.replace(' }', ", waitFor: [nom, '{client}'] }")} } }`,
      'sync.tables.projet.page.waitFor[1]: is the name of a field; write it without braces, such as nom',
    ],
    [
      '  tables: { projet: { table: 0 } }',
      'sync.tables.projet.table: must be a whole number from 1 to 2147483647',
    ],
    [
      '  tables: { projet: { table: 1, pages: {} } }',
      'sync.tables.projet.pages: is not a known key; remove it or correct it',
    ],
    [
      `  tables: { projet: { table: 1, ${page.replace('link: ', 'whenDeleted: delete, link: ')} } }`,
      'sync.tables.projet.page.whenDeleted: must be one of: keep, trash',
    ],
    [
      '  tables: { personne: { table: 1, capacity: { hours: h } } }',
      'sync.tables.personne.capacity.name: is missing; add a text',
    ],
    ['  tables: {}\n  shares: { notify: maybe }', 'sync.shares.notify: must be true or false'],
    ['  tables: []', 'sync.tables: must be a block of keys'],
  ])('%s', (lines, fault) => {
    expect(faultsOfSync(lines)).toEqual([fault])
  })

  test.each([
    ['', 'sync.pages.note: would take every page; add parent or label'],
    [', parent: Notes, label: note', 'sync.pages.note: has both parent and label; leave one of them out'],
    [
      ', label: Une note',
      'sync.pages.note.label: is not a label; write lower-case letters, digits, dashes and underscores',
    ],
  ])('a kind of page with "%s"', (more, fault) => {
    const row = 'row: { table: notes, link: page_id }'
    expect(
      faultsOfSync(`  tables: { notes: { table: 1 } }\n  pages: { note: { space: Agence, ${row}${more} } }`),
    ).toEqual([fault])
  })

  test('two kinds of fault in one table, and a part that is no block of keys', () => {
    expect(faultsWith('sync: none')).toEqual(['sync: must be a block of keys'])
    expect(faultsOfSync('  tables: { projet: none, client: { table: 1, links: { x: y } } }')).toEqual([
      'sync.tables.projet: must be a block of keys',
      'sync.tables.client.links.x: no table in sync.tables has this name; add the table or name another',
    ])
  })

  test('a name that every object has is no table', () => {
    expect(
      faultsOfSync(
        '  tables: { projet: { table: 1, links: { a: constructor }, checksCapacityOf: [toString] } }',
      ),
    ).toEqual([
      'sync.tables.projet.links.a: no table in sync.tables has this name; add the table or name another',
      'sync.tables.projet.checksCapacityOf[0]: is not in links; add the field and its table',
    ])
  })
})
