import { z } from 'zod'
import type { TableSpec, Values } from './baserow-schema.ts'

/** The tables of `vigie.example.yaml`, in the order of their numbers there. */
export const DEMO_TABLES: readonly TableSpec[] = [
  {
    name: 'client',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'ville', type: 'text' },
      { name: 'contact', type: 'text' },
    ],
  },
  {
    name: 'projet',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'client', type: 'link_row', table: 'client', related: 'projets' },
      { name: 'statut', type: 'single_select', options: ['à cadrer', 'en cours', 'livré'] },
      { name: 'début', type: 'date' },
      { name: 'échéance', type: 'date' },
      { name: 'objectif', type: 'long_text' },
      { name: 'docmost_page_id', type: 'text' },
      { name: 'modifié par', type: 'last_modified_by' },
    ],
  },
  {
    name: 'formation',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'statut', type: 'single_select', options: ['en préparation', 'ouverte', 'terminée'] },
      { name: 'public', type: 'text' },
      { name: 'durée', type: 'number' },
      { name: 'objectifs', type: 'long_text' },
      { name: 'blocs', type: 'link_row', table: 'bloc', related: 'formations' },
      { name: 'docmost_page_id', type: 'text' },
    ],
  },
  {
    name: 'bloc',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'durée', type: 'number' },
      { name: 'contenu', type: 'long_text' },
    ],
  },
  {
    name: 'personne',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'email', type: 'text' },
      { name: 'heures', type: 'number' },
      {
        name: 'heures des interventions',
        type: 'lookup',
        through: 'interventions',
        target: 'heures',
      },
      { name: 'heures des attributions', type: 'lookup', through: 'attributions', target: 'heures' },
      { name: 'heures_restantes_total', type: 'formula', of: hoursLeft },
    ],
  },
  {
    name: 'intervention',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'personne', type: 'link_row', table: 'personne', related: 'interventions' },
      { name: 'date', type: 'date' },
      { name: 'heures', type: 'number' },
    ],
  },
  {
    name: 'attribution',
    fields: [
      { name: 'nom', type: 'text' },
      { name: 'personne', type: 'link_row', table: 'personne', related: 'attributions' },
      { name: 'formation', type: 'link_row', table: 'formation', related: 'attributions' },
      { name: 'début', type: 'date' },
      { name: 'heures', type: 'number' },
    ],
  },
  {
    name: 'comptes_rendus',
    fields: [
      { name: 'titre', type: 'text' },
      { name: 'date', type: 'text' },
      { name: 'page', type: 'text' },
      { name: 'docmost_page_id', type: 'text' },
    ],
  },
]

const hours = z.coerce.number()
const hoursOfRows = z.array(z.object({ value: hours }))

/** What somebody has, less what their interventions and attributions take. */
function hoursLeft(person: Values): string {
  const taken = ['heures des interventions', 'heures des attributions'].flatMap((name) =>
    hoursOfRows.parse(person[name]).map(({ value }) => value),
  )
  return String(hours.parse(person['heures']) - taken.reduce((sum, one) => sum + one, 0))
}
