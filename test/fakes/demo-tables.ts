import type { TableSpec } from './baserow-schema.ts'

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
      { name: 'heures_restantes_total', type: 'number' },
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
