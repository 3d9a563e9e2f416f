import type { Person, Values } from './baserow-schema.ts'
import type { Store } from './baserow-store.ts'
import { keyed, type World } from './baserow-values.ts'

/** What a person does in the grid of a table; tables and fields by their names. Everything fires webhooks. */
export type BaserowPerson = {
  create(table: string, values: Values): number
  /** Several rows at once: one event. */
  paste(table: string, rows: readonly Values[]): readonly number[]
  update(table: string, id: number, values: Values): void
  delete(table: string, ...ids: readonly number[]): void
  restore(table: string, id: number): void
  /** Before another row, or to the end. */
  move(table: string, id: number, before?: number): void
}

export type BaserowPeople = {
  asUser(id: number): BaserowPerson
  /** The import of a file: rows of one transaction, and no event. */
  importRows(table: string, rows: readonly Values[]): readonly number[]
  /** Its id, by its name. */
  table(name: string): number
  /** The id of a field, by both names. */
  field(table: string, name: string): number
  /** What the table shows, by field name, with `id` and `order`. */
  rows(table: string): readonly Values[]
}

export function createBaserowPeople(
  world: World,
  store: Store,
  people: readonly Person[],
  importer: Person,
): BaserowPeople {
  function table(name: string): number {
    const found = [...world.values()].find((one) => one.name === name)
    if (found === undefined) throw new Error(`no table ${name}`)
    return found.id
  }

  function asUser(id: number): BaserowPerson {
    const by = people.find((person) => person.id === id)
    if (by === undefined) throw new Error(`no user ${id}`)
    const how = { by, names: true, events: true }
    const insert = (name: string, rows: readonly Values[]) =>
      store.insert(table(name), rows, how).map((row) => row.id)
    return {
      create: (name, values) => insert(name, [values])[0] ?? 0,
      paste: insert,
      update: (name, row, values) => void store.update(table(name), [{ id: row, values }], how),
      delete: (name, ...ids) => store.remove(table(name), ids, how),
      restore: (name, row) => store.restore(table(name), row),
      move: (name, row, before) => void store.move(table(name), row, before, how),
    }
  }

  return {
    asUser,
    table,
    importRows: (name, rows) =>
      store.insert(table(name), rows, { by: importer, names: true, events: false }).map((row) => row.id),
    field(name, field) {
      const found = store.table(table(name)).fields.find((one) => one.name === field)
      if (found === undefined) throw new Error(`no field ${field}`)
      return found.id
    },
    rows: (name) =>
      store.show(store.table(table(name)), store.all(table(name))).map((row) => keyed(row, true)),
  }
}
