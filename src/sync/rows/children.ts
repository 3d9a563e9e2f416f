import type { SyncDeps } from '../deps.ts'
import { labelOf } from '../entity.ts'
import { hashOf } from '../hash.ts'
import { type Page, type Row, SyncError } from '../ports.ts'
import type { Tracer } from '../tracer.ts'
import { bringPage } from './bring-page.ts'
import { isIdentical, type Look } from './look.ts'
import type { Wanted } from './plan.ts'
import { readLinked, readSource } from './read-row.ts'
import { fillMarkdown, linksReadBy, type Source } from './template.ts'
import { linkedIds } from './values.ts'
import { filled, wantedOf } from './wanted.ts'

/** A row that has its page under another row's: `formation:3/bloc:9`. */
export type Child = {
  readonly key: string
  readonly label: string
  readonly wanted: Wanted
  readonly source: Source
}

/** The rows that a rule wants pages for under the page of this one. */
export async function readChildren(deps: SyncDeps, look: Look, row: Row): Promise<readonly Child[]> {
  const { key, rule, entity } = look
  const children = rule.page?.children
  if (children === undefined) return []
  const name = rule.links[children.field]
  const table = name === undefined ? undefined : deps.rules.tables[name]
  if (name === undefined || table === undefined) throw noTable(children.field)
  const fields = linksReadBy([children.title, children.template])
  const read = linkedIds(row.values[children.field]).map(async (id): Promise<readonly Child[]> => {
    const child = await readLinked(deps, name, id)
    if (child === undefined) return []
    const source = await readSource(deps, table, child, fields)
    const label = labelOf({ table: table.table, row: id }, { table: rule.table, row: entity.id })
    return [{ key: `${key}/${name}:${id}`, label, wanted: wantedOf(children, source), source }]
  })
  return (await Promise.all(read)).flat()
}

/** True when something was done. `afresh`: the page above was just made, so what is remembered of this one is of an older. */
export async function syncChild(
  deps: SyncDeps,
  tracer: Tracer,
  { rule, causes }: Look,
  child: Child,
  { parent, afresh }: { readonly parent: Page; readonly afresh: boolean },
): Promise<boolean> {
  const { key, label, wanted, source } = child
  const [{ memory }, now] = [deps.book, deps.clock.now()]
  const before = await memory.get(key)
  const fingerprint = hashOf([source.values, source.linked])
  if (!afresh && isIdentical({ before, causes }, fingerprint, now)) return false
  const brought = await bringPage(deps, tracer, {
    key,
    label,
    wanted,
    before,
    causes,
    place: async () => ({ space: parent.space, parent: parent.id }),
    markdown: () => filled(fillMarkdown(rule.page?.children?.template ?? '', source)),
  })
  if (brought.idle !== undefined && brought.idle !== 'up_to_date')
    await tracer.say('ignore', { reason: `${key}: ${brought.idle}` })
  if (brought.idle !== 'page_in_trash') await memory.set(key, { fingerprint, at: now, ...wanted })
  return brought.idle === undefined
}

/** Its page stays as it is, with its label: linked again, the row finds it again. */
export async function leaveChild(
  { book }: Pick<SyncDeps, 'book'>,
  tracer: Tracer,
  key: string,
): Promise<void> {
  const page = await book.links.pageOf(key)
  await book.memory.forget(key)
  await tracer.step(
    'link_page',
    () => book.links.unlink(key),
    () => ({
      reason: `${key} is not linked any more, its page stays`,
      ...(page === undefined ? {} : { page }),
    }),
  )
}

function noTable(field: string): SyncError {
  return new SyncError('baserow', 'invalid', {
    retry: false,
    said: `children: the links name no table for the field '${field}'`,
  })
}
