import { type BaserowFake, startBaserow } from '../../test/fakes/baserow.ts'
import { createLeverClock } from '../../test/fakes/clock.ts'
import { DEMO_TABLES } from '../../test/fakes/demo-tables.ts'
import { type DocmostFake, type DocmostFakeOptions, startDocmost } from '../../test/fakes/docmost.ts'

export type DemoWorld = {
  readonly baserow: BaserowFake
  readonly docmost: DocmostFake
  /** What Vigie is started with. */
  readonly variables: Readonly<Record<string, string>> & { readonly BASEROW_WEBHOOK_SECRET: string }
}

const ADMIN = 'ludo@formation-hub.example'
const BOT = 'vigie@formation-hub.example'
const PASSWORD = 'demo-docmost-password'

/** The strict fakes of the tests, filled as a small training agency would have them. */
export async function startDemoWorld(options: Pick<DocmostFakeOptions, 'answered'> = {}): Promise<DemoWorld> {
  const baserow = await startBaserow({ tables: DEMO_TABLES, people: [{ id: 12, name: 'Nadia' }] })
  const docmost = await startDocmost({
    ...options,
    clock: createLeverClock(),
    users: [
      { email: ADMIN, name: 'Ludo', password: PASSWORD },
      { email: BOT, name: 'Vigie', password: PASSWORD },
    ],
    spaces: [{ name: 'Agence', slug: 'agence', members: { [ADMIN]: 'admin', [BOT]: 'writer' } }],
  })
  fillTables(baserow)
  fillSpace(docmost)
  return {
    baserow,
    docmost,
    variables: {
      BASEROW_URL: baserow.url,
      BASEROW_TOKEN: baserow.token,
      BASEROW_EMAIL: baserow.account.email,
      BASEROW_PASSWORD: baserow.account.password,
      BASEROW_WEBHOOK_SECRET: 'demo-baserow-secret',
      DOCMOST_URL: docmost.url,
      DOCMOST_EMAIL: BOT,
      DOCMOST_PASSWORD: PASSWORD,
    },
  }
}

/** Imported: rows that were there before Vigie came. */
function fillTables(baserow: BaserowFake): void {
  const [lycee] = baserow.importRows('client', [
    { nom: 'Lycée Voltaire', ville: 'Orléans', contact: 'Mme Bernard' },
    { nom: 'Mairie de Tours', ville: 'Tours', contact: 'M. Petit' },
    { nom: 'Atelier Morel', ville: 'Blois', contact: 'Mme Morel' },
  ])
  baserow.importRows('projet', [
    {
      nom: 'Refonte du site',
      client: [lycee],
      statut: 'en cours',
      début: '2026-11-02',
      échéance: '2027-01-29',
      objectif: "Un site que l'équipe du lycée met à jour elle-même.",
    },
  ])
  const blocs = baserow.importRows('bloc', [
    { nom: 'Structurer un document', durée: 7, contenu: 'Titres, listes, tableaux.' },
    { nom: 'Publier et partager', durée: 7, contenu: "Droits d'accès, liens, relecture." },
  ])
  const [formation] = baserow.importRows('formation', [
    {
      nom: 'Écrire pour le web',
      statut: 'ouverte',
      public: 'Équipes de communication',
      durée: 14,
      objectifs: 'Écrire une page claire et la tenir à jour.',
      blocs,
    },
  ])
  const [nadia] = baserow.importRows('personne', [
    { nom: 'Nadia', email: 'nadia@formation-hub.example', heures: '26' },
    { nom: 'Karim', email: 'karim@formation-hub.example', heures: '40' },
  ])
  baserow.importRows('attribution', [
    {
      nom: 'Écrire pour le web, décembre',
      personne: [nadia],
      formation: [formation],
      début: '2026-12-07',
      heures: 14,
    },
  ])
}

function fillSpace(docmost: DocmostFake): void {
  const ludo = docmost.asUser(ADMIN)
  ludo.create({ space: 'agence', title: 'Comptes rendus', markdown: 'Une page par réunion, ci-dessous.' })
}
