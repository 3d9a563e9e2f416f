import { placeholdersOf } from './placeholders.ts'
import type { RoughSync, RoughTable } from './rough-sync.ts'

/** What the `sync` part says about itself: tables, links and texts that fit together. */
export function judgeSyncReferences(sync: RoughSync): readonly string[] {
  const tables = Object.entries(sync.tables)
  return [
    ...judgeNumbers(tables),
    ...tables.flatMap(([name, table]) => judgeTable(sync, `sync.tables.${name}`, table)),
    ...Object.entries(sync.pages).flatMap(([name, { row }]) => judgeRow(sync, `sync.pages.${name}.row`, row)),
  ]
}

function judgeNumbers(tables: readonly (readonly [string, RoughTable])[]): readonly string[] {
  return tables.flatMap(([name, { table }], index) => {
    const first = tables.findIndex((one) => one[1].table === table)
    if (table === undefined || first === index) return []
    return [
      `sync.tables.${name}.table: sync.tables.${tables[first]?.[0]} has the same one; each needs its own`,
    ]
  })
}

function judgeTable(sync: RoughSync, path: string, table: RoughTable): readonly string[] {
  return [
    ...Object.entries(table.links).flatMap(([field, name]) =>
      judgeName(sync, `${path}.links.${field}`, name),
    ),
    ...judgeCapacity(sync, path, table),
    ...judgePage(sync, path, table),
    ...Object.entries(table.mail).flatMap(([key, text]) =>
      judgeText(`${path}.mail.${key}`, text, table.links),
    ),
  ]
}

function judgeName({ tables }: RoughSync, path: string, name: string | undefined): readonly string[] {
  if (name === undefined || Object.hasOwn(tables, name)) return []
  return [`${path}: no table in sync.tables has this name; add the table or name another`]
}

function judgeCapacity({ tables }: RoughSync, path: string, table: RoughTable): readonly string[] {
  return table.checksCapacityOf.flatMap((field, index) => {
    if (field === undefined) return []
    const here = `${path}.checksCapacityOf[${index}]`
    if (!Object.hasOwn(table.links, field)) return [`${here}: is not in links; add the field and its table`]
    const name = table.links[field]
    const people = name === undefined || !Object.hasOwn(tables, name) ? undefined : tables[name]
    if (people === undefined || people.capacity !== undefined) return []
    return [`${here}: leads to ${name}, which has no capacity; add it there, or name another field`]
  })
}

function judgePage({ tables }: RoughSync, path: string, { page, links }: RoughTable): readonly string[] {
  const { title, template, children } = page
  const own = [
    ...judgeText(`${path}.page.title`, title, links),
    ...judgeText(`${path}.page.template`, template, links),
  ]
  if (children?.field === undefined) return own
  const here = `${path}.page.children`
  if (!Object.hasOwn(links, children.field))
    return [...own, `${here}.field: is not in links; add the field and its table`]
  const name = links[children.field]
  const child = name === undefined || !Object.hasOwn(tables, name) ? undefined : tables[name]
  if (child === undefined) return own
  return [
    ...own,
    ...judgeText(`${here}.title`, children.title, child.links),
    ...judgeText(`${here}.template`, children.template, child.links),
  ]
}

/** Which fields a table has is Baserow's to say; that a link is followed must stand in the file. */
function judgeText(
  path: string,
  text: string | undefined,
  links: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return placeholdersOf(text ?? '').flatMap(({ whole, link }) =>
    link === undefined || Object.hasOwn(links, link)
      ? []
      : [`${path}: {${whole}} needs links.${link}; add the field and its table, or correct the text`],
  )
}

const KNOWN: readonly string[] = ['title', 'id', 'address', 'date']

function judgeRow(
  sync: RoughSync,
  path: string,
  { table, values }: RoughSync['pages'][string]['row'],
): readonly string[] {
  const wrong = Object.entries(values).flatMap(([field, text]) =>
    placeholdersOf(text ?? '')
      .filter(({ whole }) => !KNOWN.includes(whole))
      .map(
        ({ whole }) =>
          `${path}.values.${field}: {${whole}} is not known; use {title}, {id}, {address} or {date}`,
      ),
  )
  return [...judgeName(sync, `${path}.table`, table), ...wrong]
}
