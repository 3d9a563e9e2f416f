import { noRow, noTable, Refusal } from './baserow-refusal.ts'
import type { Field, Person, StoredRow, Table, Values } from './baserow-schema.ts'
import { accept, keyOf, type Snapshot, snapshot, type World } from './baserow-values.ts'

/** One signal of Baserow: what a write did, to one table. */
export type RowsChange = {
  readonly kind: 'rows.created' | 'rows.updated' | 'rows.deleted'
  readonly table: Table
  readonly rows: readonly Snapshot[]
  readonly before: readonly Snapshot[]
  /** Fields of the write; none for a move. */
  readonly fields: readonly number[]
}

export type Writing = {
  readonly by: Person | null
  readonly names: boolean
  /** False for `send_webhook_events=false`. */
  readonly events: boolean
}

/** Rows of every table. Each write is all or nothing, and tells `onChange`. */
export type Store = ReturnType<typeof createStore>

export function createStore(
  world: World,
  onChange: (change: RowsChange) => void,
  onUnknown: (what: string) => void,
) {
  function table(id: number): Table {
    const found = world.get(id)
    if (found === undefined) throw noTable()
    return found
  }

  function row(at: Table, id: number): StoredRow {
    const found = at.rows.get(id)
    if (found === undefined || found.trashed) throw noRow([id])
    return found
  }

  function accepted(at: Table, values: Values, names: boolean): readonly (readonly [Field, unknown])[] {
    const known = new Map(at.fields.map((field) => [keyOf(field, names), field]))
    return Object.entries(values).flatMap(([key, value]) => {
      const field = known.get(key)
      // Baserow ignores it; a test should not miss it.
      if (field === undefined) onUnknown(`field ${key} of table ${at.name}`)
      return field === undefined ? [] : [[field, accept(world, field, value, key)] as const]
    })
  }

  function write(to: StoredRow, values: readonly (readonly [Field, unknown])[]): void {
    for (const [field, value] of values) {
      if (field.link === undefined) to.values.set(field.id, value)
      else if (Array.isArray(value)) relink(field.link, to.id, value)
    }
  }

  const snap = (at: Table, rows: readonly StoredRow[]) => rows.map((one) => snapshot(world, at, one))

  function insert(tableId: number, list: readonly Values[], { by, names, events }: Writing, before?: number) {
    const at = table(tableId)
    const orders = [...at.rows.values()].map(({ order }) => order)
    const last = orders.length === 0 ? 0 : Math.floor(orders.reduce((a, b) => Math.max(a, b)))
    const first = before === undefined ? last + 1 : row(at, before).order - 1 / (list.length + 1 + at.nextRow)
    const ready = list.map((values) => accepted(at, values, names))
    const rows = ready.map((values, index) => {
      const made: StoredRow = {
        id: at.nextRow++,
        order: before === undefined ? first + index : first,
        values: new Map(),
        createdBy: by,
        modifiedBy: by,
        trashed: false,
      }
      at.rows.set(made.id, made)
      write(made, values)
      return made
    })
    const after = snap(at, rows)
    if (events) onChange({ kind: 'rows.created', table: at, rows: after, before: [], fields: [] })
    return after
  }

  function update(
    tableId: number,
    list: readonly { readonly id: number; readonly values: Values }[],
    { by, names, events }: Writing,
  ) {
    const at = table(tableId)
    const ids = list.map(({ id }) => id)
    if (new Set(ids).size < ids.length)
      throw new Refusal(400, 'ERROR_ROW_IDS_NOT_UNIQUE', `The provided row ids are not unique.`)
    const missing = ids.filter((id) => at.rows.get(id)?.trashed !== false)
    if (missing.length > 0) throw noRow(missing)
    const rows = ids.map((id) => row(at, id))
    const ready = list.map(({ values }) => accepted(at, values, names))
    const before = snap(at, rows)
    for (const [index, one] of rows.entries()) {
      write(one, ready[index] ?? [])
      one.modifiedBy = by
    }
    const after = snap(at, rows)
    const fields = [...new Set(ready.flat().map(([field]) => field.id))]
    if (events) onChange({ kind: 'rows.updated', table: at, rows: after, before, fields })
    return after
  }

  function remove(tableId: number, ids: readonly number[], { events }: Pick<Writing, 'events'>): void {
    const at = table(tableId)
    const missing = ids.filter((id) => at.rows.get(id)?.trashed !== false)
    if (missing.length > 0) throw noRow(missing)
    const rows = ids.map((id) => row(at, id))
    const before = snap(at, rows)
    for (const one of rows) one.trashed = true
    if (events) onChange({ kind: 'rows.deleted', table: at, rows: before, before: [], fields: [] })
  }

  /** From the trash; nobody is said to have done it. */
  function restore(tableId: number, id: number): void {
    const at = table(tableId)
    const found = at.rows.get(id)
    if (found?.trashed !== true) throw noRow([id])
    found.trashed = false
    onChange({ kind: 'rows.created', table: at, rows: snap(at, [found]), before: [], fields: [] })
  }

  function move(tableId: number, id: number, before: number | undefined, { events }: Writing) {
    const at = table(tableId)
    const moved = row(at, id)
    const old = snap(at, [moved])
    const last = [...at.rows.values()].reduce((most, { order }) => Math.max(most, order), 0)
    moved.order = before === undefined ? Math.floor(last) + 1 : row(at, before).order - 1 / 1024
    const after = snap(at, [moved])
    if (events) onChange({ kind: 'rows.updated', table: at, rows: after, before: old, fields: [] })
    return after
  }

  return {
    table,
    insert,
    update,
    remove,
    restore,
    move,
    one: (tableId: number, id: number) => snapshot(world, table(tableId), row(table(tableId), id)),
    /** In the order that people see. */
    all(tableId: number): readonly StoredRow[] {
      const rows = [...table(tableId).rows.values()].filter(({ trashed }) => !trashed)
      return rows.sort((a, b) => a.order - b.order || a.id - b.id)
    },
    show: snap,
    /** Rows by id, those of the trash too, as they are now. */
    some(at: Table, ids: readonly number[]): readonly Snapshot[] {
      return snap(
        at,
        ids.flatMap((id) => at.rows.get(id) ?? []),
      )
    },
  }
}

function relink({ here, there }: NonNullable<Field['link']>, id: number, others: readonly number[]): void {
  for (const old of here.get(id) ?? [])
    there.set(
      old,
      (there.get(old) ?? []).filter((one) => one !== id),
    )
  here.set(id, [...others])
  for (const other of others) there.set(other, [...(there.get(other) ?? []), id])
}
