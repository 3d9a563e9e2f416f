import { type FieldFault, invalid } from './baserow-refusal.ts'
import { type Field, isReadOnly, type StoredRow, type Table } from './baserow-schema.ts'

export type World = ReadonlyMap<number, Table>

/** A row as it stood: keys are given to it later, as each reader wants them. */
export type Snapshot = {
  readonly id: number
  readonly order: string
  readonly values: readonly (readonly [Field, unknown])[]
}

export function snapshot(world: World, table: Table, row: StoredRow): Snapshot {
  const values = table.fields.map((field) => [field, represent(world, table, field, row)] as const)
  return { id: row.id, order: row.order.toFixed(20), values }
}

export function keyed({ id, order, values }: Snapshot, names: boolean): Record<string, unknown> {
  return { id, order, ...Object.fromEntries(values.map(([field, value]) => [keyOf(field, names), value])) }
}

export function keyOf(field: Field, names: boolean): string {
  return names ? field.name : `field_${field.id}`
}

/** The value in an answer or a webhook. */
function represent(world: World, table: Table, field: Field, row: StoredRow): unknown {
  const { spec, link } = field
  if (spec.type === 'created_by') return row.createdBy
  if (spec.type === 'last_modified_by') return row.modifiedBy
  if (link !== undefined) return linked(world, link.table, link.here.get(row.id) ?? [])
  if (spec.type === 'lookup') return lookup(world, table, spec, row)
  if (spec.type === 'formula') {
    const others = table.fields.filter((one) => one.spec.type !== 'formula')
    return spec.of(Object.fromEntries(others.map((one) => [one.name, represent(world, table, one, row)])))
  }
  const value = row.values.get(field.id) ?? null
  if (spec.type === 'boolean') return value ?? false
  if (spec.type === 'single_select') return field.options.find(({ id }) => id === value) ?? null
  return value
}

function linked(world: World, tableId: number, ids: readonly number[]) {
  const table = world.get(tableId)
  return ids.flatMap((id) => {
    const row = table?.rows.get(id)
    if (table === undefined || row === undefined || row.trashed) return []
    return { id, value: primaryText(world, table, row), order: row.order.toFixed(20) }
  })
}

/** The primary field as text, empty when there is nothing. */
export function primaryText(world: World, table: Table, row: StoredRow): string {
  const [primary] = table.fields
  const value = primary === undefined ? null : represent(world, table, primary, row)
  return typeof value === 'object' && value !== null && 'value' in value
    ? String(value.value)
    : String(value ?? '')
}

function lookup(world: World, table: Table, spec: { through: string; target: string }, row: StoredRow) {
  const link = table.fields.find(({ name }) => name === spec.through)?.link
  const other = world.get(link?.table ?? 0)
  const target = other?.fields.find(({ name }) => name === spec.target)
  if (link === undefined || other === undefined || target === undefined) return []
  return (link.here.get(row.id) ?? []).flatMap((id) => {
    const far = other.rows.get(id)
    return far === undefined || far.trashed ? [] : { id, value: represent(world, other, target, far) }
  })
}

/** What is stored for `value`, for a link the row ids. Throws the answer of Baserow for what it can't take. */
export function accept(world: World, field: Field, value: unknown, key: string): unknown {
  const { spec, link } = field
  const refuse = (error: string, code: string) => invalid({ [key]: [{ error, code } satisfies FieldFault] })
  if (isReadOnly(field))
    throw invalid(`Field of type ${spec.type} is read only and should not be set manually.`)
  if (link !== undefined) return acceptLinks(world, link.table, value, refuse)
  if (value === null && spec.type !== 'boolean') return null
  switch (spec.type) {
    case 'number':
      return acceptNumber(value, spec.decimals ?? 0, refuse)
    case 'boolean':
      if (typeof value !== 'boolean') throw refuse('Must be a valid boolean.', 'invalid')
      return value
    case 'date':
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value))
        throw refuse('Date has wrong format. Use one of these formats instead: YYYY-MM-DD.', 'invalid')
      return value
    case 'single_select': {
      const option = field.options.find((one) => one.id === value || one.value === value)
      if (option === undefined)
        throw refuse('The provided value is not a valid select option.', 'invalid_option')
      return option.id
    }
    default:
      if (typeof value === 'number') return String(value)
      if (typeof value !== 'string') throw refuse('Not a valid string.', 'invalid')
      return value
  }
}

type Refuse = (error: string, code: string) => Error

function acceptNumber(value: unknown, decimals: number, refuse: Refuse): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^-?\d+(\.\d+)?$/.test(text))
    throw refuse('A valid number is required.', 'invalid')
  if ((text.split('.')[1]?.length ?? 0) > decimals)
    throw refuse(`Ensure that there are no more than ${decimals} decimal places.`, 'max_decimal_places')
  return Number(text).toFixed(decimals)
}

/** Unknown ids are dropped without a word; a text that nobody has is refused with a plain sentence. */
function acceptLinks(world: World, tableId: number, value: unknown, refuse: Refuse): readonly number[] {
  const table = world.get(tableId)
  if (table === undefined || !Array.isArray(value))
    throw refuse('Expected a list of items but got type "str".', 'not_a_list')
  const rows = [...table.rows.values()].filter(({ trashed }) => !trashed)
  const ids = value.flatMap((one: unknown) => {
    if (typeof one === 'number') return rows.some(({ id }) => id === one) ? one : []
    const found = rows.find((row) => primaryText(world, table, row) === one)
    if (found === undefined) throw invalid(`The value '${String(one)}' was not found in the linked table.`)
    return found.id
  })
  return [...new Set(ids)]
}
