import type { Cause } from '../delivery.ts'
import { type PageEntity, readKey } from '../entity.ts'
import type { Outcome } from '../outcome.ts'
import type { Page } from '../ports.ts'
import type { PageRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { createBotUser } from './bot-user.ts'
import {
  createRow,
  isSettled,
  linkRow,
  lookWith,
  type PageLook,
  type PageRowDeps,
  retitleRow,
} from './page-row.ts'
import { findPageRule } from './page-rule.ts'

/** Throws `SyncError`. */
export type SyncPage = (tracer: Tracer, entity: PageEntity, causes: readonly Cause[]) => Promise<Outcome>

type Look = {
  readonly tracer: Tracer
  readonly page: Page
  readonly event: string
  readonly forced: boolean
}

/** A page that a rule is about has one row, and the row its title. Everything else about pages is left to people. */
export function createSyncPage(deps: PageRowDeps): SyncPage {
  const botUser = createBotUser(deps)

  return async (tracer, { id }, causes) => {
    const page = await tracer.step(
      'read_page',
      () => deps.docmost.page(id),
      () => ({ page: id }),
    )
    const owner = await deps.book.links.entityOf(id)
    if (page === undefined || page.trashed) return leave(tracer, id, page, owner)
    const event = causes.at(-1)?.event ?? ''
    const look = { tracer, page, event, forced: causes.some(({ because }) => because === 'forced') }
    return owner === undefined ? giveRow(look) : keepRow(look, owner)
  }

  async function giveRow(look: Look): Promise<Outcome> {
    const { page, tracer } = look
    // A page of ours is a row's, also in the moment before its label and its link are written.
    if (page.createdBy === (await botUser())) return { ended: 'own_write' }
    const rule = await findPageRule(deps, page)
    if (rule === undefined) return { ended: 'no_rule' }
    if (page.title.trim() === '') return { ended: 'no_title' }
    const full = await fullLook(look, rule)
    if (full === undefined) return { ended: 'no_rule' }
    const find = () => deps.baserow.rowsWhere(full.table.table, rule.row.link, page.id)
    const found = await tracer.step('read_row', find, (rows) => ({ reason: `${rows.length} with this page` }))
    const remembered = await deps.book.memory.get(`page:${page.id}`)
    const row = found.toSorted((one, other) => one.id - other.id)[0]
    if (row !== undefined) {
      await linkRow(deps, full, row)
      await retitleRow(deps, full, row, remembered)
    } else if (remembered?.row !== undefined && !look.forced) {
      await tracer.say('ignore', {
        reason: 'its row was deleted: only by force it gets another',
        page: page.id,
      })
      return { ended: 'row_not_found', page: page.id }
    } else await createRow(deps, full)
    return { ended: 'done', page: page.id }
  }

  async function keepRow(look: Look, owner: string): Promise<Outcome> {
    const { page, tracer, forced } = look
    const unchanged: Outcome = { ended: 'up_to_date', page: page.id }
    const entity = readKey(owner)
    const remembered = await deps.book.memory.get(`page:${page.id}`)
    // Without a memory it is the page that came of the row.
    if (entity?.kind !== 'row' || remembered?.title === undefined) return unchanged
    const same = remembered.title === page.title && isSettled(remembered)
    if (same && !forced) return unchanged
    const rule = await ruleFor(page, entity.table)
    const full = rule === undefined ? undefined : await fullLook(look, rule)
    if (rule === undefined || full === undefined) return unchanged
    const row = await tracer.step('read_row', () => deps.baserow.row(full.table.table, entity.id))
    if (row === undefined) return { ended: 'row_not_found', page: page.id }
    if (row.values[rule.row.link] !== page.id) {
      await tracer.say('ignore', { reason: `${owner} was given another page`, page: page.id })
      return unchanged
    }
    const wrote = await retitleRow(deps, full, row, forced ? 'anything' : remembered)
    return wrote ? { ended: 'done', page: page.id } : unchanged
  }

  /** Several rules may lead to one table. */
  async function ruleFor(page: Page, table: string): Promise<PageRule | undefined> {
    const [first, second] = Object.values(deps.rules.pages).filter(({ row }) => row.table === table)
    if (second === undefined) return first
    const found = await findPageRule(deps, page)
    return found?.row.table === table ? found : first
  }

  async function fullLook({ tracer, page, event }: Look, rule: PageRule): Promise<PageLook | undefined> {
    const table = deps.rules.tables[rule.row.table]
    return table === undefined ? undefined : lookWith(deps, { tracer, page, rule, table, event })
  }
}

async function leave(
  tracer: Tracer,
  id: string,
  page: Page | undefined,
  owner: string | undefined,
): Promise<Outcome> {
  const ended = page === undefined ? 'page_not_found' : 'page_in_trash'
  if (owner !== undefined && page !== undefined) {
    const reason = `${owner} keeps its page id until the page is restored or deleted for good`
    await tracer.say('read_page', { reason, page: id })
  }
  return page === undefined ? { ended } : { ended, page: id }
}
