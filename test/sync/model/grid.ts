import { type Baserow, type Row, SyncError } from '../../../src/sync/ports.ts'
import type { Line } from './line.ts'

export const TABLES = { client: 1, projet: 2, comptes_rendus: 3 } as const
export type TableName = keyof typeof TABLES
export const BOT = 1
const PERSON = 12

/** What people typed: links as ids. */
export type Typed = Readonly<Record<string, string | readonly number[]>>
type Stored = {
  readonly id: number
  readonly table: TableName
  typed: Typed
  by: number
  trashed: boolean
  /** A person wrote into it, or took it away for a while. */
  edited: boolean
}

const PAGE_SIZE = 2

/** Baserow as the sync sees it, and as people do; every change of theirs is told in a body that a webhook would have. */
export function createGrid(line: Line, tell: (body: object) => void) {
  const rows: Stored[] = []
  /** How rows stood when the sync read them last, and writes of what stood there both then and now. */
  const read = new Map<Stored, string>()
  const writes: string[] = []
  const echoes: string[] = []
  let events = 0

  const live = (table: TableName) => rows.filter((row) => row.table === table && !row.trashed)

  function show({ id, table, typed, by }: Stored): Row {
    const values = Object.entries(typed).map(([field, value]) => {
      if (field === 'statut') return [field, value === '' ? null : { id: 1, value, color: 'blue' }] as const
      if (typeof value === 'string') return [field, value] as const
      const linked = live('client').filter((row) => value.includes(row.id))
      return [field, linked.map((row) => ({ id: row.id, value: String(row.typed['nom']) }))] as const
    })
    const writer = table === 'projet' ? { 'modifié par': { id: by, name: `user ${by}` } } : {}
    return { id, values: { ...Object.fromEntries(values), ...writer } }
  }

  function seen(row: Stored): Row {
    const shown = show(row)
    read.set(row, JSON.stringify(row.typed))
    return shown
  }

  function nameOf(table: number): TableName {
    return table === TABLES.client ? 'client' : table === TABLES.projet ? 'projet' : 'comptes_rendus'
  }

  function find(table: number, id: number): Stored {
    const row = live(nameOf(table)).find((one) => one.id === id)
    if (row === undefined) throw new SyncError('baserow', 'not_found', { retry: false })
    return row
  }

  function store(table: TableName, typed: Typed, by: number): Stored {
    const id = rows.filter((row) => row.table === table).length + 1
    const row: Stored = { id, table, typed, by, trashed: false, edited: false }
    rows.push(row)
    return row
  }

  function event(table: TableName, type: string, more: object): void {
    events += 1
    const head = { event_type: type, event_id: `event-${events}`, webhook_id: TABLES[table] }
    tell({ ...head, table_id: TABLES[table], ...more })
  }

  const item = (row: Stored) => ({ id: row.id, order: '1.00', ...show(row).values })

  const baserow: Baserow = {
    row: (table, id) =>
      line.pass('baserow', () => {
        const row = live(nameOf(table)).find((one) => one.id === id)
        return row === undefined ? undefined : seen(row)
      }),
    async *rows(table) {
      for (let at = 0; ; at += PAGE_SIZE) {
        const page = await line.pass('baserow', () =>
          live(nameOf(table))
            .slice(at, at + PAGE_SIZE)
            .map(show),
        )
        yield* page
        if (page.length < PAGE_SIZE) return
      }
    },
    rowsWhere: (table, field, value) =>
      line.pass('baserow', () =>
        live(nameOf(table))
          .filter(({ typed }) => typed[field] === value)
          .map(seen),
      ),
    create: (table, values) =>
      line.pass('baserow', () => {
        const row = store(nameOf(table), typedOf(values), BOT)
        writes.push(`create ${row.table}:${row.id}`)
        return seen(row)
      }),
    update: (table, id, values) =>
      line.pass('baserow', () => {
        const row = find(table, id)
        const typed = { ...row.typed, ...typedOf(values) }
        const what = `update ${row.table}:${row.id} ${JSON.stringify(values)}`
        const [before, after] = [JSON.stringify(row.typed), JSON.stringify(typed)]
        if (before === after && read.get(row) === before) echoes.push(what)
        Object.assign(row, { typed, by: BOT })
        writes.push(what)
        return seen(row)
      }),
    fields: () => line.pass('baserow', () => []),
  }

  return {
    baserow,
    rows,
    live,
    show,
    writes,
    echoes,
    create(table: TableName, typed: Typed): void {
      const row = store(table, typed, PERSON)
      event(table, 'rows.created', { items: [item(row)] })
      for (const id of linksOf(typed)) tellLinked(id)
    },
    update(row: Stored, typed: Typed): void {
      const before = item(row)
      const linked = [...linksOf(row.typed), ...linksOf(typed)]
      Object.assign(row, { typed: { ...row.typed, ...typed }, by: PERSON, edited: true })
      event(row.table, 'rows.updated', { items: [item(row)], old_items: [before] })
      for (const id of 'client' in typed ? linked : []) tellLinked(id)
    },
    remove(row: Stored): void {
      Object.assign(row, { trashed: true, edited: true })
      event(row.table, 'rows.deleted', { row_ids: [row.id] })
    },
    restore(row: Stored): void {
      row.trashed = false
      event(row.table, 'rows.created', { items: [item(row)] })
    },
  }

  /** Told of the other table, without the rows as they were. */
  function tellLinked(id: number): void {
    const client = live('client').find((row) => row.id === id)
    if (client !== undefined) event('client', 'rows.updated', { items: [item(client)] })
  }
}

export type Grid = ReturnType<typeof createGrid>
export type GridRow = Stored

function linksOf(typed: Typed): readonly number[] {
  const links = typed['client']
  return typeof links === 'object' ? links : []
}

function typedOf(values: Readonly<Record<string, unknown>>): Typed {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, String(value)]))
}
