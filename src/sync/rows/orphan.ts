import type { SyncDeps } from '../deps.ts'
import { labelOf } from '../entity.ts'
import type { Outcome } from '../outcome.ts'
import type { Page } from '../ports.ts'
import type { Tracer } from '../tracer.ts'
import { touchAffected } from './affected.ts'
import { episodeKey, keepEpisode } from './capacity.ts'
import { findPage } from './find-page.ts'
import { audit, changing, isUnfinished, type Look } from './look.ts'
import { placeOf, slugOf } from './place.ts'
import { planRow, type Step } from './plan.ts'

/**
 * A row that is gone: its page is kept and marked, or goes to the trash. What is remembered of the row is forgotten
 * last, so that the next look makes good a crash on the way.
 */
export async function orphanRow(deps: SyncDeps, tracer: Tracer, look: Look): Promise<Outcome> {
  const { book } = deps
  const { key, before } = look
  const isKnown = before !== undefined || (await book.links.pageOf(key)) !== undefined
  if (!isKnown && !wasDeleted(look)) return { ended: 'row_not_found' }
  const page = await lastPage(deps, tracer, look)
  if (!isKnown && page === undefined) return { ended: 'row_not_found' }
  if (page !== undefined) await orphanPage(deps, tracer, look, page)
  await touchAffected(deps, tracer, look, before?.affects ?? [])
  // Nobody can plan anew for somebody who is not there any more.
  if (before?.over === true) await deps.notices.capacityBack(episodeKey(key, before), 0)
  if (before !== undefined) await keepEpisode(deps, key, before)
  for (const child of await book.links.entitiesUnder(`${key}/`)) await forget(deps, child)
  await forget(deps, key)
  return { ended: 'done', ...(page === undefined ? {} : { page: page.id }) }
}

/** A store that was lost knows nothing of the row, and its page has the label all the same. */
function wasDeleted({ rule, causes }: Look): boolean {
  return rule.page !== undefined && causes.some(({ because }) => because === 'deleted')
}

async function lastPage(deps: SyncDeps, tracer: Tracer, look: Look): Promise<Page | undefined> {
  const { key, before } = look
  const rule = look.rule.page
  if (rule === undefined) return undefined
  const titles = before?.title === undefined ? [] : [before.title]
  const lost = isUnfinished(before) ? { lost: { titles, place: () => placeOf(deps, rule) } } : {}
  const found = await tracer.step(
    'find_page',
    () => findPage(deps, { key, label: ownLabel(look), ...lost }),
    (result) => ({ reason: result === undefined ? 'none' : `by ${result.by}` }),
  )
  return found?.page
}

async function orphanPage(deps: SyncDeps, tracer: Tracer, look: Look, page: Page): Promise<void> {
  const whenDeleted = look.rule.page?.whenDeleted ?? 'keep'
  const plan = planRow({ rule: { whenDeleted }, wanted: undefined, remembered: look.before, page })
  if ('idle' in plan) await tracer.say('ignore', { reason: plan.idle, page: page.id })
  else {
    // The row may be back before the next look: its page gets its label again then.
    await deps.book.memory.set(look.key, changing(look.before, {}, deps.clock.now()))
    await deps.docmost.unlabel(page.id, ownLabel(look))
    for (const step of plan.steps) await carryOut(deps, tracer, look, page, step)
  }
  // After a crash it is in the trash already, and nobody was told.
  if (!page.trashed || whenDeleted === 'trash') await tellOrphan(deps, tracer, look, page)
}

async function carryOut(deps: SyncDeps, tracer: Tracer, look: Look, page: Page, step: Step): Promise<void> {
  const { docmost } = deps
  const told = () => ({ page: page.id })
  if (step.do === 'trash') {
    await tracer.step('trash_page', () => docmost.trash(page.id), told)
    await audit(deps, look, 'page.trash', page.id)
  }
  if (step.do === 'orphan' && step.title !== undefined) {
    const { title } = step
    await tracer.step('orphan_page', () => docmost.update(page.id, { title }), told)
    await audit(deps, look, 'page.orphan', `${title} (${page.id})`)
  }
}

async function tellOrphan(deps: SyncDeps, tracer: Tracer, { key, rule }: Look, page: Page): Promise<void> {
  const address = deps.addresses.page(await slugOf(deps, page.space), page.slugId)
  await tracer.step('notify', () =>
    deps.notices.orphaned({
      key: `orphan:${key}:${page.id}`,
      entity: key,
      page: page.id,
      title: page.title,
      address,
      became: rule.page?.whenDeleted === 'trash' ? 'trashed' : 'kept',
    }),
  )
}

async function forget({ book }: SyncDeps, key: string): Promise<void> {
  await book.links.unlink(key)
  await book.memory.forget(key)
}

function ownLabel({ rule, entity }: Look): string {
  return labelOf({ table: rule.table, row: entity.id })
}
