/** A field as a test asks for it; the first of a table is the primary one. */
export type FieldSpec =
  | {
      readonly name: string
      readonly type: 'text' | 'long_text' | 'boolean' | 'date' | 'created_by' | 'last_modified_by'
    }
  | { readonly name: string; readonly type: 'number'; readonly decimals?: number }
  | { readonly name: string; readonly type: 'single_select'; readonly options: readonly string[] }
  /** `related` names the field at the other end; without it there is none. */
  | { readonly name: string; readonly type: 'link_row'; readonly table: string; readonly related?: string }
  | { readonly name: string; readonly type: 'lookup'; readonly through: string; readonly target: string }
  | { readonly name: string; readonly type: 'formula'; readonly of: (values: Values) => string | null }

export type Values = Readonly<Record<string, unknown>>
export type TableSpec = { readonly name: string; readonly fields: readonly FieldSpec[] }
export type Person = { readonly id: number; readonly name: string }

export type Field = {
  readonly id: number
  readonly table: number
  readonly name: string
  readonly order: number
  readonly spec: FieldSpec
  readonly options: readonly { readonly id: number; readonly value: string; readonly color: string }[]
  readonly link: Link | undefined
}

export type Link = {
  readonly table: number
  /** Row ids of the other table, by row id of this one. */
  readonly here: Map<number, number[]>
  /** The same from the other side. */
  readonly there: Map<number, number[]>
  /** The field at the other end. */
  readonly related: number | undefined
}

export type StoredRow = {
  readonly id: number
  order: number
  /** By field id. */
  readonly values: Map<number, unknown>
  readonly createdBy: Person | null
  modifiedBy: Person | null
  trashed: boolean
}

export type Table = {
  readonly id: number
  readonly name: string
  readonly order: number
  readonly fields: Field[]
  readonly rows: Map<number, StoredRow>
  nextRow: number
}

export const DATABASE = 7
export const WORKSPACE = 3
const COLORS = ['red', 'blue', 'green', 'yellow', 'orange'] as const
const READ_ONLY: readonly string[] = ['lookup', 'formula', 'created_by', 'last_modified_by']

export const isReadOnly = ({ spec }: Field) => READ_ONLY.includes(spec.type)

/** Ids as Baserow gives them out: tables from 42, fields from 101, options from 7. */
export function buildTables(specs: readonly TableSpec[]): ReadonlyMap<number, Table> {
  const tables = specs.map(({ name }, order): Table => {
    return { id: 42 + order, name, order, fields: [], rows: new Map(), nextRow: 1 }
  })
  let nextField = 101
  let nextOption = 7
  const add = (table: Table, spec: FieldSpec, link: Link | undefined, id: number) => {
    const values = spec.type === 'single_select' ? spec.options : []
    const options = values.map((value, index) => {
      return { id: nextOption++, value, color: COLORS[index % COLORS.length] ?? 'red' }
    })
    table.fields.push({
      id,
      table: table.id,
      name: spec.name,
      order: table.fields.length,
      spec,
      options,
      link,
    })
  }
  for (const [index, table] of tables.entries()) {
    for (const spec of specs[index]?.fields ?? []) {
      const id = nextField++
      if (spec.type !== 'link_row') {
        add(table, spec, undefined, id)
        continue
      }
      const other = tables.find(({ name }) => name === spec.table)
      if (other === undefined) throw new Error(`no table ${spec.table}`)
      const here = new Map<number, number[]>()
      const there = new Map<number, number[]>()
      const related = spec.related === undefined ? undefined : nextField++
      add(table, spec, { table: other.id, here, there, related }, id)
      if (spec.related !== undefined && related !== undefined)
        add(
          other,
          { name: spec.related, type: 'link_row', table: table.name },
          { table: table.id, here: there, there: here, related: id },
          related,
        )
    }
  }
  return new Map(tables.map((table) => [table.id, table]))
}

/** As `GET /fields/table/` shows it. */
export function describeField(field: Field) {
  const { spec, link } = field
  return {
    id: field.id,
    table_id: field.table,
    name: field.name,
    order: field.order,
    type: spec.type,
    primary: field.order === 0,
    read_only: isReadOnly(field),
    immutable_type: false,
    immutable_properties: false,
    description: null,
    database_id: DATABASE,
    workspace_id: WORKSPACE,
    db_index: false,
    field_constraints: [],
    ...(spec.type === 'single_select' ? { select_options: field.options } : {}),
    ...(spec.type === 'number' ? { number_decimal_places: spec.decimals ?? 0 } : {}),
    ...(link === undefined
      ? {}
      : { link_row_table_id: link.table, link_row_related_field_id: link.related ?? null }),
  }
}
