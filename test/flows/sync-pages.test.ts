import { afterEach, describe, expect, it } from 'vitest'
import { DEMO_TABLES } from '../fakes/demo-tables.ts'
import { soon } from './beside.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { asMinutesPass, inStep, pageOf, pagesByBot, sync } from './sync-words.ts'

let house: SyncHouse
afterEach(() => closeSyncHouse(house))

/** Docmost tells nothing: it is asked every fifteen seconds. */
async function asked(): Promise<void> {
  await asMinutesPass(house, async () => expect(await sync(house)).not.toContain('Docmost asked: never'))
}

function minutesPage(): string {
  const found = house.docmost.pages().find(({ title }) => title === 'Comptes rendus')
  if (found === undefined) throw new Error('no page for minutes')
  return found.id
}

describe('minutes that somebody writes in Docmost', () => {
  it('become a row with title, day and address; a new title goes there too, and nothing comes back', async () => {
    house = await openSyncHouse()
    await asked()
    const id = house.ludo.create({ space: 'agence', title: 'Réunion du 12 mai', parent: minutesPage() })
    const aside = house.ludo.create({ space: 'agence', title: 'Not minutes' })
    await asMinutesPass(house, () => expect(house.baserow.rows('comptes_rendus')).toHaveLength(1))
    await inStep(house)
    const { slugId } = house.docmost.page(id)
    expect(house.baserow.rows('comptes_rendus')).toMatchObject([
      {
        titre: 'Réunion du 12 mai',
        date: '2026-05-12',
        page: `${house.docmost.url}/s/agence/p/${slugId}`,
        docmost_page_id: id,
      },
    ])
    house.ludo.update(id, { title: 'Réunion de lancement' })
    await asMinutesPass(house, () =>
      expect(house.baserow.rows('comptes_rendus')).toMatchObject([{ titre: 'Réunion de lancement' }]),
    )
    await inStep(house)
    expect(house.docmost.page(id)).toMatchObject({ title: 'Réunion de lancement', labels: [] })
    expect(house.docmost.page(aside).labels).toEqual([])
    expect(pagesByBot(house)).toEqual([])
    // Our own rows are told to nobody.
    expect(house.baserow.deliveries).toEqual([])
  })

  it('still being typed are a row once, whatever is typed afterwards', async () => {
    house = await openSyncHouse()
    await asked()
    const id = house.ludo.create({ space: 'agence', title: 'Réunion', parent: minutesPage() })
    for (const text of ['Présents : tous.', 'Décision : oui.', 'Fin.']) {
      house.ludo.typing(id, text)
      house.clock.jump(16_000)
      await soon(() => expect(house.baserow.rows('comptes_rendus')).toHaveLength(1))
    }
    await inStep(house)
    expect(house.docmost.lost()).toEqual([])
  })
})

const LOANS = `
    pret:
      table: 50
      links: { client: client }
      page:
        space: Agence
        parent: Comptes rendus
        title: 'Prêt {nom} - {client}'
        link: docmost_page_id
        icon: { field: statut, icons: { sorti: ◐, rendu: ● } }
        template: |
          Prêté à {client.nom} ({client.ville}) jusqu'au {retour}.
`

describe('a further table', () => {
  it('is a further entry in vigie.yaml, and nothing else', async () => {
    house = await openSyncHouse({
      team: (yaml) => yaml.replace(/\n {4}comptes_rendus:\n/, `${LOANS.trimEnd()}$&`),
      tables: [
        ...DEMO_TABLES,
        {
          name: 'pret',
          fields: [
            { name: 'nom', type: 'text' },
            { name: 'client', type: 'link_row', table: 'client', related: 'prets' },
            { name: 'statut', type: 'single_select', options: ['sorti', 'rendu'] },
            { name: 'retour', type: 'date' },
            { name: 'docmost_page_id', type: 'text' },
          ],
        },
      ],
    })
    const client = house.nadia.create('client', { nom: 'Atelier Morel', ville: 'Blois' })
    const row = house.nadia.create('pret', {
      nom: 'Vidéoprojecteur',
      client: [client],
      statut: 'sorti',
      retour: '2026-06-01',
    })
    const page = await pageOf(house, 'pret', row)
    expect(page).toMatchObject({
      title: 'Prêt Vidéoprojecteur - Atelier Morel',
      icon: '◐',
      parent: minutesPage(),
      markdown: "Prêté à Atelier Morel (Blois) jusqu'au 2026-06-01.",
    })
    house.nadia.update('pret', row, { statut: 'rendu' })
    await soon(() => expect(house.docmost.page(page.id).icon).toBe('●'))
    await inStep(house)
    expect(await sync(house, `force pret ${row}`)).toContain(`pret:${row} - is synchronised now`)
    await inStep(house)
  })
})
