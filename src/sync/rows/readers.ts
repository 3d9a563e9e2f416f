import { keyOf } from '../entity.ts'
import type { Row } from '../ports.ts'
import type { SyncRules, TableRule } from '../rules.ts'
import { fieldsOf } from './template.ts'
import { linkedIds } from './values.ts'

/** Tables whose pages show rows of this one: through a link in title or template, or as pages under theirs. */
export function readersOf({ tables }: Pick<SyncRules, 'tables'>, table: string): readonly string[] {
  return Object.entries(tables).flatMap(([name, rule]) => (reads(rule, table) ? [name] : []))
}

function reads({ links, page }: TableRule, table: string): boolean {
  if (page === undefined) return false
  const named = [page.title, page.template].flatMap(fieldsOf).map((name) => name.replace(/\..*/, ''))
  const fields = page.children === undefined ? named : [...named, page.children.field]
  return fields.some((field) => Object.hasOwn(links, field) && links[field] === table)
}

/** Keys of the rows in these tables that a row leads to, by its own fields: `{ projets: 'projet' }`. */
export function readersIn(
  { links }: Pick<TableRule, 'links'>,
  readers: readonly string[],
  values: Row['values'],
): readonly string[] {
  const keys = Object.entries(links).flatMap(([field, table]) =>
    readers.includes(table) ? linkedIds(values[field]).map((id) => keyOf({ kind: 'row', table, id })) : [],
  )
  return [...new Set(keys)]
}
