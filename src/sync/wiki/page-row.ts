import type { Remembered } from '../book.ts'
import type { SyncDeps } from '../deps.ts'
import { hashOf } from '../hash.ts'
import type { Page, Row } from '../ports.ts'
import type { PageRule, TableRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { factsOf, type PageFacts, planTitle, valuesOf } from './page-values.ts'
import { spaceById } from './wiki-spaces.ts'

export type PageRowDeps = Pick<
  SyncDeps,
  'baserow' | 'docmost' | 'book' | 'cache' | 'notices' | 'rules' | 'addresses' | 'clock'
> & {
  /** In which days begin; UTC when absent. */
  readonly timeZone?: string
}

/** One look at a page that has a row or gets one. */
export type PageLook = {
  readonly tracer: Tracer
  readonly page: Page
  readonly rule: PageRule
  readonly table: TableRule
  readonly event: string
  readonly facts: PageFacts
}

export async function lookWith(
  { docmost, cache, addresses, timeZone = 'UTC' }: PageRowDeps,
  look: Omit<PageLook, 'facts'>,
): Promise<PageLook> {
  const space = await spaceById({ docmost, cache }, look.page.space)
  const address = addresses.page(space?.slug ?? look.page.space, look.page.slugId)
  return { ...look, facts: factsOf(look.page, address, timeZone) }
}

/** What is wanted is written down first: after a crash it tells our own title in the row from a person's. */
export async function createRow(deps: PageRowDeps, look: PageLook): Promise<void> {
  const { tracer, page, rule, table, facts } = look
  await remember(deps, page)
  const values = valuesOf(rule, facts)
  const row = await tracer.step('create_row', () => deps.baserow.create(table.table, values), told(look))
  await linkRow(deps, look, row)
  await remember(deps, page, row)
  await tellOf(deps, look, 'create_row', row)
}

export async function linkRow({ book }: PageRowDeps, look: PageLook, row: Row): Promise<void> {
  const link = () => book.links.link(keyOfRow(look, row), look.page.id)
  await look.tracer.step('link_page', link, () => told(look)(row))
}

/** Remembered of the row of a page while its title is being written: there was a row, and nobody knows which title it has. */
const UNSETTLED = ''

export function isSettled({ row }: Pick<Remembered, 'row'>): boolean {
  return row !== undefined && row !== UNSETTLED
}

/**
 * The title of the page in its row; false when nothing had to be written. The row holds one of two titles after a
 * crash, and both are known: the one that stood there, and the one that was wanted.
 */
export async function retitleRow(
  deps: PageRowDeps,
  look: PageLook,
  row: Row,
  remembered: Remembered | 'anything' | undefined,
): Promise<boolean> {
  const { tracer, page, rule, table, facts } = look
  const { memory } = deps.book
  const wanted = await memory.get(wantedOf(page))
  const titles =
    remembered === 'anything' ? [] : [remembered?.title ?? page.title, wanted?.title ?? page.title]
  const { changes, stood } = planTitle(rule, row, facts, remembered === 'anything' ? remembered : titles)
  const isPlain = Object.keys(changes).length === 0
  if (!isPlain) {
    const began = { ...momentOf(deps, page), title: stood ?? page.title, row: UNSETTLED }
    await memory.set(`page:${page.id}`, began)
    await memory.set(wantedOf(page), momentOf(deps, page))
  }
  const write = () => deps.baserow.update(table.table, row.id, changes)
  await remember(deps, page, isPlain ? row : await tracer.step('update_row', write, told(look)))
  if (!isPlain) await tellOf(deps, look, 'update_row', row)
  return !isPlain
}

/** `row` is remembered of a page that had one: one whose row is gone gets no second. */
async function remember(deps: PageRowDeps, page: Page, row?: Row): Promise<void> {
  const had = row === undefined ? {} : { row: hashOf(row.values) }
  await deps.book.memory.set(`page:${page.id}`, { ...momentOf(deps, page), ...had })
}

function momentOf({ clock }: PageRowDeps, { title, space, parent }: Page): Remembered {
  return { fingerprint: hashOf([title, space, parent]), at: clock.now(), title }
}

function wantedOf({ id }: Page): string {
  return `page:${id}/wanted`
}

async function tellOf(deps: PageRowDeps, look: PageLook, did: string, row: Row): Promise<void> {
  const { tracer, page, rule, event } = look
  await deps.notices.audit({ did, entity: `page:${page.id}`, event, reason: keyOfRow(look, row) })
  // The step says that it failed; what is kept ends by itself in five minutes.
  await tracer
    .step('drop_cache', () => deps.cache.drop([`bridge:${rule.row.table}:*`]))
    .catch(() => undefined)
}

function told({ page, ...look }: PageLook) {
  return (row: Row) => ({ reason: keyOfRow(look, row), page: page.id })
}

function keyOfRow({ rule }: Pick<PageLook, 'rule'>, { id }: Row): string {
  return `${rule.row.table}:${id}`
}
