import { z } from 'zod'
import type { Because, Change } from '../../sync/delivery.ts'
import { keyOf } from '../../sync/entity.ts'
import { hashOf } from '../../sync/hash.ts'
import { readersIn } from '../../sync/rows/readers.ts'
import { linkedIds } from '../../sync/rows/values.ts'
import type { TableRule } from '../../sync/rules.ts'

/** Row ids of an event and what it says of the rows, where it says anything. */
export type RowsOfEvent = {
  readonly because: Because
  /** Of the row's own table: only then is the last writer the one behind this event. */
  readonly own: boolean
  readonly rows: readonly EventRow[]
  readonly before: readonly EventRow[]
}

export type EventRow = { readonly id: number; readonly [field: string]: unknown }

const idSchema = z.int().nonnegative()
// The rows are taken as they are, not copied: bodies may have 25 MB.
const rowsSchema = z.array(z.custom<EventRow>(isRow))

const SCHEMAS = {
  'rows.created': z
    .object({ items: rowsSchema })
    .transform(({ items: rows }): RowsOfEvent => ({ because: 'created', own: true, rows, before: [] })),
  'rows.updated': z
    .object({ items: rowsSchema, old_items: rowsSchema.nullish() })
    .transform(({ items: rows, old_items: before }): RowsOfEvent => {
      // Without the rows as they were it tells of a link that was made in another table.
      return before == null
        ? { because: 'linked', own: false, rows, before: [] }
        : { because: 'updated', own: true, rows, before }
    }),
  'rows.deleted': z.object({ row_ids: z.array(idSchema) }).transform(({ row_ids }): RowsOfEvent => {
    const rows = row_ids.map((id) => ({ id }))
    return { because: 'deleted', own: true, rows, before: [] }
  }),
  'view.rows_entered': z
    .object({ rows: rowsSchema })
    .transform(({ rows }): RowsOfEvent => ({ because: 'updated', own: false, rows, before: [] })),
} as const

export type RowsEventType = keyof typeof SCHEMAS

export function isRowsEvent(type: string): type is RowsEventType {
  return Object.hasOwn(SCHEMAS, type)
}

function isRow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('id' in value)) return false
  return Number.isSafeInteger(value.id) && Number(value.id) >= 0
}

/** Undefined for a body that is not shaped as this type of event is. */
export function readRows(type: RowsEventType, body: unknown): RowsOfEvent | undefined {
  return SCHEMAS[type].safeParse(body).data
}

/** The table of an event: what the team calls it, and the names of those whose pages show its rows. */
export type TableOfEvent = {
  readonly name: string
  readonly rule: TableRule
  readonly readers: readonly string[]
}

/** One change for each row. */
export function changesOf(table: TableOfEvent, event: RowsOfEvent): readonly Change[] {
  const { name, rule } = table
  const before = new Map(event.before.map((row) => [row.id, row]))
  return event.rows
    .filter(({ id }) => id > 0)
    .map((row) => {
      const entity = keyOf({ kind: 'row', table: name, id: row.id })
      const values = valuesOf(row)
      if (values === undefined) return { entity, because: event.because }
      const links = [...new Set([...linksOf(rule, row), ...linksOf(rule, before.get(row.id))])]
      const by = event.own && rule.writtenBy !== undefined ? writerOf(row[rule.writtenBy]) : undefined
      const hash = tryToHash(values)
      const readers = readersFor(table, row, before.get(row.id))
      return {
        entity,
        because: event.because,
        ...(hash === undefined ? {} : { hash }),
        ...(by === undefined ? {} : { by }),
        ...(links.length === 0 ? {} : { links }),
        ...(readers.length === 0 ? {} : { readers }),
      }
    })
}

/** Without `id` and `order`. Undefined when there are none, or when they go by the ids of the fields: `field_123`. */
function valuesOf({ id: _id, order: _order, ...values }: EventRow): Record<string, unknown> | undefined {
  return Object.keys(values).every((key) => /^field_\d+$/.test(key)) ? undefined : values
}

/** Values nested deeper than the stack have none: what a row says is no reason to fail. */
function tryToHash(values: Record<string, unknown>): string | undefined {
  try {
    return hashOf(values)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function linksOf(rule: TableRule, row: EventRow | undefined): readonly string[] {
  return Object.entries(rule.links).flatMap(([field, table]) =>
    linkedIds(row?.[field]).map((id) => keyOf({ kind: 'row', table, id })),
  )
}

/** None when only its links changed: a new project of a client is no news for the others. */
function readersFor(
  { rule, readers }: TableOfEvent,
  row: EventRow,
  before: EventRow | undefined,
): readonly string[] {
  if (readers.length === 0 || before === undefined) return []
  return ownHash(rule, row) === ownHash(rule, before) ? [] : readersIn(rule, readers, row)
}

function ownHash({ links, writtenBy }: TableRule, row: EventRow): string | undefined {
  const isOwn = (field: string) => field !== writtenBy && !Object.hasOwn(links, field)
  return tryToHash(Object.fromEntries(Object.entries(valuesOf(row) ?? {}).filter(([field]) => isOwn(field))))
}

const writerSchema = z.object({ id: z.int() })

function writerOf(value: unknown): number | undefined {
  return writerSchema.safeParse(value).data?.id
}
