import { Refusal } from './baserow-refusal.ts'
import type { StoredRow, Table } from './baserow-schema.ts'
import type { Store } from './baserow-store.ts'
import { keyed, keyOf, type Snapshot } from './baserow-values.ts'

const LARGEST = 200
const FILTER = /^filter__(.+)__([a-z_]+)$/
const EQUAL_KNOWS: readonly string[] = ['text', 'long_text', 'number', 'boolean', 'formula']

export const isFilter = (parameter: string) => FILTER.test(parameter)

/** A page of rows, with Baserow's own ways of ignoring a filter. */
export function listRows(store: Store, tableId: number, url: URL, names: boolean) {
  const table = store.table(tableId)
  const page = numberOf(url, 'page', 1)
  const size = numberOf(url, 'size', 100)
  if (size > LARGEST)
    throw new Refusal(400, 'ERROR_PAGE_SIZE_LIMIT', `The page size is limited to ${LARGEST}.`)
  const found = order(store, table, filter(store, table, url, names), url, names)
  const rows = store.show(table, found.slice((page - 1) * size, page * size))
  return {
    count: found.length,
    next: page * size < found.length ? addressOf(url, page + 1) : null,
    previous: page > 1 ? addressOf(url, page - 1) : null,
    results: rows.map((row) => keyed(row, names)),
  }
}

function filter(store: Store, table: Table, url: URL, names: boolean): readonly StoredRow[] {
  const tests = [...url.searchParams].flatMap(([parameter, value]) => {
    const [, key, type] = FILTER.exec(parameter) ?? []
    if (key === undefined) return []
    const field = table.fields.find((one) => keyOf(one, names) === key || keyOf(one, false) === key)
    if (field === undefined) {
      if (/^field_\d+$/.test(key))
        throw new Refusal(400, 'ERROR_FILTER_FIELD_NOT_FOUND', `Field ${key} does not exist.`)
      // A name that no field has: no filter at all.
      return []
    }
    if (type !== 'equal')
      throw new Refusal(400, 'ERROR_VIEW_FILTER_TYPE_DOES_NOT_EXIST', `No filter type ${type}.`)
    if (!EQUAL_KNOWS.includes(field.spec.type))
      throw new Refusal(400, 'ERROR_VIEW_FILTER_TYPE_UNSUPPORTED_FIELD', `Not with ${field.spec.type}.`)
    const wanted = value.trim()
    return wanted === '' ? [] : [(row: Snapshot) => textOf(row, field.id) === wanted]
  })
  const rows = store.all(table.id)
  if (tests.length === 0) return rows
  return rows.filter((row) => store.show(table, [row]).every((one) => tests.every((test) => test(one))))
}

function order(store: Store, table: Table, rows: readonly StoredRow[], url: URL, names: boolean) {
  const by = url.searchParams.get('order_by')
  if (by === null) return rows
  const keys = by.split(',').map((key) => {
    const field = table.fields.find((one) => keyOf(one, names) === key.replace(/^[+-]/, ''))
    // `id` is no field either.
    if (field === undefined)
      throw new Refusal(400, 'ERROR_ORDER_BY_FIELD_NOT_FOUND', `The field ${key} was not found in the table.`)
    return { field: field.id, sign: key.startsWith('-') ? -1 : 1 }
  })
  const shown = rows.flatMap((row) => store.show(table, [row]).map((snapshot) => ({ row, snapshot })))
  const compare = (a: Snapshot, b: Snapshot) =>
    keys.reduce(
      (found, { field, sign }) => found || sign * textOf(a, field).localeCompare(textOf(b, field)),
      0,
    )
  return shown.sort((a, b) => compare(a.snapshot, b.snapshot)).map(({ row }) => row)
}

function textOf({ values }: Snapshot, fieldId: number): string {
  return String(values.find(([field]) => field.id === fieldId)?.[1] ?? '')
}

function numberOf(url: URL, name: string, otherwise: number): number {
  const given = url.searchParams.get(name)
  const value = given === null ? otherwise : Number(given)
  if (Number.isInteger(value) && value > 0) return value
  const detail = { [name]: [{ error: 'A valid integer is required.', code: 'invalid' }] }
  throw new Refusal(400, 'ERROR_QUERY_PARAMETER_VALIDATION', detail)
}

function addressOf(url: URL, page: number): string {
  const other = new URL(url)
  other.searchParams.set('page', String(page))
  return other.href
}
