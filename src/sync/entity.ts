/** What is kept in step: a row by the name that its table has in `vigie.yaml`, or a page of Docmost. */
export type Entity =
  | { readonly kind: 'row'; readonly table: string; readonly id: number }
  | { readonly kind: 'page'; readonly id: string }

export type RowEntity = Extract<Entity, { kind: 'row' }>
export type PageEntity = Extract<Entity, { kind: 'page' }>

/** `projet:42`, `page:01a2058c-...`: the same words in commands, traces and keys. No table may be called `page`. */
export function keyOf(entity: Entity): string {
  return entity.kind === 'row' ? `${entity.table}:${entity.id}` : `page:${entity.id}`
}

/** Undefined for what is no key. */
export function readKey(key: string): Entity | undefined {
  const [, name, id] = /^([^\s:]+):(\S+)$/.exec(key) ?? []
  if (name === undefined || id === undefined) return undefined
  if (name === 'page') return { kind: 'page', id }
  return /^[1-9]\d*$/.test(id) ? { kind: 'row', table: name, id: Number(id) } : undefined
}

/** A row by the number of its table in Baserow, and within which other row it has its page: a bloc of a formation. */
export type Labelled = { readonly table: number; readonly row: number }

/** The label of the page of a row: `baserow-t4-r42`, or `baserow-t9-r7-in-t5-r3` for a page under another row's. */
export function labelOf(row: Labelled, within?: Labelled): string {
  const own = `baserow-t${row.table}-r${row.row}`
  return within === undefined ? own : `${own}-in-t${within.table}-r${within.row}`
}

/** Whether a label says that a page belongs to some row. */
export function isRowLabel(label: string): boolean {
  return /^baserow-t\d+-r\d+(-in-t\d+-r\d+)?$/.test(label)
}
