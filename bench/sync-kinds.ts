import { randomUUID } from 'node:crypto'
import type { Baserow, Docmost } from '../src/sync/ports.ts'

/** A kind of event: how Baserow tells it of row `n`, and the remote calls that have to follow, with nothing around them. */
export type Kind = {
  readonly name: string
  event(n: number): { readonly id: string; readonly body: string }
  plainly(remotes: Remotes, n: number): Promise<void>
}

export type Remotes = { readonly baserow: Baserow; readonly docmost: Docmost; readonly space: string }

const CLIENTS = 42
const PROJECTS = 43
const ICONS = ['○', '◐', '●'] as const

/** The long way: a page is looked for, made, labelled, and written into the row. */
const created: Kind = {
  name: 'rows.created',
  event: (n) => eventOf('rows.created', { items: [row(n, 'à cadrer', '')] }),
  async plainly({ baserow, docmost, space }, n) {
    await baserow.row(PROJECTS, n)
    await baserow.row(CLIENTS, n)
    await docmost.labelled(`baserow-t43-r${n}`)
    const { id } = await docmost.create({
      space,
      title: `Projet P${n} - Client ${n}`,
      markdown: '## Objectif',
    })
    await docmost.label(id, [`baserow-t43-r${n}`])
    await baserow.update(PROJECTS, n, { docmost_page_id: id })
  },
}

/** The short way: the page gets the icon of the row's new status. */
const updated: Kind = {
  name: 'rows.updated',
  event: (n) =>
    eventOf('rows.updated', {
      items: [row(n, 'en cours', 'page')],
      old_items: [row(n, 'à cadrer', 'page')],
    }),
  async plainly({ baserow, docmost }, n) {
    const found = await baserow.row(PROJECTS, n)
    await baserow.row(CLIENTS, n)
    const page = await docmost.page(String(found?.values['docmost_page_id']))
    const others = ICONS.filter((icon) => icon !== page?.icon)
    await docmost.update(page?.id ?? '', { icon: others[0] ?? '○' })
  },
}

/** In this order: what is created is updated afterwards. */
export const KINDS: readonly Kind[] = [created, updated]

function eventOf(type: string, rows: object) {
  const id = randomUUID()
  const head = { table_id: PROJECTS, database_id: 7, workspace_id: 3, webhook_id: 5, event_id: id }
  return { id, body: JSON.stringify({ ...head, event_type: type, ...rows }) }
}

function row(n: number, status: string, page: string) {
  return {
    id: n,
    order: `${n}.00000000000000000000`,
    nom: `P${n}`,
    client: [{ id: n, value: `Client ${n}` }],
    statut: { id: 1, value: status, color: 'blue' },
    début: '2026-11-02',
    échéance: '2027-01-15',
    objectif: 'Une plateforme où les apprenants retrouvent leurs supports.',
    docmost_page_id: page,
    'modifié par': { id: 12, name: 'Nadia' },
  }
}
