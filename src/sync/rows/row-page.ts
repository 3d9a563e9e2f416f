import type { SyncDeps } from '../deps.ts'
import { labelOf } from '../entity.ts'
import type { Outcome } from '../outcome.ts'
import type { Row } from '../ports.ts'
import type { RowPageRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { bringPage, type More } from './bring-page.ts'
import { type Child, leaveChild, readChildren, syncChild } from './children.ts'
import type { Draft } from './ensure-page.ts'
import { isUnfinished, type Look } from './look.ts'
import { placeOf } from './place.ts'
import type { Wanted } from './plan.ts'
import { readSource } from './read-row.ts'
import { fillMarkdown, linksReadBy, type Source } from './template.ts'
import { filled, isFilled, wantedOf } from './wanted.ts'
import { writeBack, writtenIn } from './write-back.ts'

/** Everything that the page and the letter of a row are made from. */
export type Read = {
  readonly source: Source
  readonly children: readonly Child[]
  /** What its page shall be, and the id that the row has for it; absent where rows have no page. */
  readonly page?: { readonly wanted: Wanted; readonly written: string }
}

export async function readEverything(deps: SyncDeps, tracer: Tracer, look: Look, row: Row): Promise<Read> {
  const { page, mail } = look.rule
  const templates = [page?.title, page?.template, mail?.to, mail?.name, mail?.subject, mail?.text]
  const fields = linksReadBy(templates.filter((template) => template !== undefined))
  if (fields.length === 0 && page === undefined)
    return { source: { values: row.values, linked: {} }, children: [] }
  const all = [...fields, ...(page?.children === undefined ? [] : [page.children.field])]
  return tracer.step(
    'read_links',
    async () => {
      const source = await readSource(deps, look.rule, row, fields)
      const children = await readChildren(deps, look, row)
      if (page === undefined) return { source, children }
      return { source, children, page: { wanted: wantedOf(page, source), written: writtenIn(page, row) } }
    },
    () => (all.length === 0 ? {} : { reason: all.join(', ') }),
  )
}

export type RowPage = {
  readonly outcome: Outcome
  /** Of the row, as they stand now that the id of its page is in them. */
  readonly values: Row['values']
  /** What the page was asked to be; empty where it wasn't. */
  readonly wanted: Partial<Wanted>
}

/** The page of a row and those under it. */
export async function syncRowPage(
  deps: SyncDeps,
  tracer: Tracer,
  look: Look,
  row: Row,
  read: Read,
): Promise<RowPage> {
  const { page: rule, capacity, mail, checksCapacityOf } = look.rule
  if (rule === undefined || read.page === undefined) {
    const isIdle = capacity === undefined && mail === undefined && checksCapacityOf.length === 0
    return { outcome: { ended: isIdle ? 'no_page_rule' : 'done' }, values: row.values, wanted: {} }
  }
  const draft: Draft = { ...draftOf(deps, look, rule, read.source), ...read.page }
  const known = await deps.book.links.entitiesUnder(`${look.key}/`)
  const children = { wanted: read.children.map(({ key }) => key), known }
  let values = row.values
  const more: More = async (step, page, created) => {
    if (step.do === 'leave_child') await leaveChild(deps, tracer, step.entity)
    if (step.do === 'write_back') values = await writeBack(deps, tracer, look, row, page)
    const child = step.do === 'child' ? read.children.find(({ key }) => key === step.entity) : undefined
    if (child === undefined) return step.do === 'leave_child' || step.do === 'write_back'
    const afresh = created || isUnfinished(look.before)
    return syncChild(deps, tracer, look, child, { parent: page, afresh })
  }
  const { idle, page } = await bringPage(deps, tracer, draft, { children }, more)
  const outcome = { ended: idle ?? 'done', ...(page === undefined ? {} : { page: page.id }) } as const
  const isAsked = idle !== 'no_title' && idle !== 'page_in_trash' && idle !== 'not_ready'
  return { outcome, values, wanted: isAsked ? askedOf(draft.wanted) : {} }
}

/** An empty title is asked of nobody. */
function askedOf({ title, ...more }: Wanted): Partial<Wanted> {
  return title === '' ? more : { title, ...more }
}

function draftOf(
  deps: SyncDeps,
  look: Look,
  rule: RowPageRule,
  source: Source,
): Omit<Draft, 'wanted' | 'written'> {
  const { key, entity, before, causes } = look
  return {
    key,
    before,
    causes,
    label: labelOf({ table: look.rule.table, row: entity.id }),
    place: () => placeOf(deps, rule),
    isCopied: async (page) => {
      const rows = await deps.baserow.rowsWhere(look.rule.table, rule.link, page)
      return rows.some(({ id }) => id < entity.id)
    },
    isReady: () => isFilled(rule.waitFor ?? [], source),
    markdown: () => filled(fillMarkdown(rule.template, source)),
  }
}
