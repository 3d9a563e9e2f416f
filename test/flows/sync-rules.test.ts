import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { closeSyncHouse, openSyncHouse, type SyncHouse } from './sync-house.ts'
import { asMinutesPass, inStep, lastEvent, pageOf, pagesByBot, sync, writes } from './sync-words.ts'

let house: SyncHouse
beforeEach(async () => {
  house = await openSyncHouse()
})
afterEach(() => closeSyncHouse(house))

function aProject(): number {
  const client = house.nadia.create('client', {
    nom: 'Lycée Voltaire',
    ville: 'Orléans',
    contact: 'Mme Bernard',
  })
  return house.nadia.create('projet', {
    nom: 'Refonte',
    client: [client],
    statut: 'à cadrer',
    échéance: '2026-09-30',
    objectif: 'Un site *clair*\nque le lycée tient à jour.',
  })
}

describe('a project', () => {
  it('gets a page in Agence with the words of its template, and the id of it in its row', async () => {
    const row = aProject()
    const page = await pageOf(house, 'projet', row)
    await inStep(house)
    expect(page).toMatchObject({ title: 'Projet Refonte - Lycée Voltaire', space: 'agence', parent: null })
    expect(page.markdown).toContain('| Client | Lycée Voltaire, Orléans |')
    expect(page.markdown).toContain('| Contact | Mme Bernard |')
    expect(page.markdown).toContain('| Échéance | 2026-09-30 |')
    // What somebody typed is text, whatever it looks like.
    expect(page.markdown).toMatch(/## Objectif\n\nUn site \\\*clair\\\*.*\n.*que le lycée tient à jour\./)
    expect(page.markdown).toContain('## Livrables\n\n- [ ] À compléter avec le client')
    expect(pagesByBot(house)).toHaveLength(1)
    expect(page).toMatchObject({ icon: '○', labels: [`baserow-t43-r${row}`] })
  })

  it('has its title and its icon from the row, whatever changes there', async () => {
    const row = aProject()
    const { id } = await pageOf(house, 'projet', row)
    await inStep(house)
    house.nadia.update('projet', row, { statut: 'en cours' })
    await soon(() => expect(house.docmost.page(id).icon).toBe('◐'))
    house.nadia.update('projet', row, { statut: 'livré', nom: 'Refonte du site' })
    await soon(() =>
      expect(house.docmost.page(id)).toMatchObject({
        icon: '●',
        title: 'Projet Refonte du site - Lycée Voltaire',
      }),
    )
    const [client] = house.baserow.rows('client')
    house.nadia.update('client', Number(client?.['id']), { nom: 'Lycée Camus' })
    // Baserow tells the project nothing of that: comparing finds it.
    await sync(house, 'reconcile projet')
    await soon(() => expect(house.docmost.page(id).title).toBe('Projet Refonte du site - Lycée Camus'))
    await said(house, 'Reconciled - projet')
    await inStep(house)
    const before = writes(house)
    house.nadia.update('projet', row, { début: '2026-06-01' })
    await inStep(house)
    expect(writes(house)).toEqual(before)
  })

  it('keeps a name that a person gave its page, and the words that somebody wrote there', async () => {
    const row = aProject()
    const { id } = await pageOf(house, 'projet', row)
    await inStep(house)
    house.ludo.update(id, { title: 'Le site du lycée' })
    house.ludo.write(id, 'Rendez-vous jeudi.')
    house.nadia.update('projet', row, { statut: 'en cours' })
    await soon(() => expect(house.docmost.page(id).icon).toBe('◐'))
    await inStep(house)
    house.clock.jump(16_000)
    await asMinutesPass(house, async () => expect(await sync(house)).not.toContain('Docmost asked: never'))
    await inStep(house)
    expect(house.docmost.page(id).title).toBe('Le site du lycée')
    house.nadia.update('projet', row, { nom: 'Refonte II' })
    await soon(() => expect(house.docmost.page(id).title).toBe('Projet Refonte II - Lycée Voltaire'))
    expect(house.docmost.page(id).markdown).toContain('Rendez-vous jeudi.')
    expect(house.docmost.lost()).toEqual([])
  })

  it('that is deleted leaves its page, marked and unlinked; ops is told, and a button trashes it', async () => {
    const row = aProject()
    const { id } = await pageOf(house, 'projet', row)
    await inStep(house)
    house.nadia.delete('projet', row)
    await soon(() => expect(house.docmost.page(id).title).toMatch(/^\(deleted\) Projet Refonte/))
    const card = await said(house, 'Row deleted - Projet Refonte - Lycée Voltaire')
    expect(card.text).toContain(`projet:${row}`)
    expect(card.text).toContain(`${house.docmost.url}/s/agence/p/${house.docmost.page(id).slugId}`)
    expect(house.docmost.page(id)).toMatchObject({ labels: [], trashed: false })
    await inStep(house)

    await house.people.click(SLACK.yan, card, 'Trash the page')
    await soon(() => expect(house.docmost.page(id).trashed).toBe(true))
    await soon(async () => expect((await house.ops()).join()).toContain('in the trash of Docmost'))
    expect(await sync(house, `trace ${lastEvent(house, 'projet')}`)).toContain('marked the page')
  })
})

describe('a course', () => {
  it('gets a page with one under it for each of its parts', async () => {
    const blocs = house.nadia.paste('bloc', [
      { nom: 'Structurer', durée: 7, contenu: 'Titres et listes.' },
      { nom: 'Publier', durée: 3, contenu: 'Droits et liens.' },
    ])
    const row = house.nadia.create('formation', {
      nom: 'Écrire pour le web',
      statut: 'ouverte',
      public: 'Équipes',
      durée: 14,
      objectifs: 'Une page claire.',
      blocs,
    })
    const page = await pageOf(house, 'formation', row)
    await inStep(house)
    expect(page).toMatchObject({ title: 'Formation Écrire pour le web', icon: '◐', parent: null })
    const under = pagesByBot(house).filter(({ parent }) => parent === page.id)
    expect(under.map(({ title }) => title)).toEqual(['Structurer', 'Publier'])
    expect(under[1]?.markdown).toMatch(/^Durée : 3 h\n\n## Contenu\n\nDroits et liens\./)

    const [third = 0] = house.nadia.paste('bloc', [{ nom: 'Mesurer' }])
    house.nadia.update('formation', row, { blocs: [...blocs, third] })
    house.nadia.update('bloc', blocs[0] ?? 0, { nom: 'Structurer un texte' })
    await soon(() =>
      expect(
        pagesByBot(house)
          .filter(({ parent }) => parent === page.id)
          .map(({ title }) => title)
          .sort(),
      ).toEqual(['Mesurer', 'Publier', 'Structurer un texte']),
    )
    house.nadia.update('formation', row, { statut: 'terminée', nom: 'Écrire' })
    await soon(() =>
      expect(house.docmost.page(page.id)).toMatchObject({ title: 'Formation Écrire', icon: '●' }),
    )
    await inStep(house)
  })
})
