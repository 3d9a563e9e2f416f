import type { Remembered } from '../book.ts'
import type { SyncDeps } from '../deps.ts'
import { type Page, SyncError } from '../ports.ts'
import type { Tracer } from '../tracer.ts'
import { type Found, findPage, type Owner } from './find-page.ts'
import { audit, begun, isUnfinished, type Look } from './look.ts'
import type { Place } from './place.ts'
import type { Wanted } from './plan.ts'

type EnsureDeps = Pick<SyncDeps, 'docmost' | 'book' | 'notices' | 'clock'>

/** A page as some entity wants it: a row's own, or that of a row under another row's. */
export type Draft = {
  readonly key: string
  readonly label: string
  readonly written?: string | undefined
  readonly isCopied?: Owner['isCopied']
  readonly wanted: Wanted
  readonly place: () => Promise<Place>
  /** Whether a new page may be made; always when absent. */
  readonly isReady?: () => boolean
  /** Of a new page. */
  readonly markdown: () => string
  readonly before: Remembered | undefined
  readonly causes: Look['causes']
}

/** The page that the entity has already, made its own; undefined when it has none. */
export async function findOwnPage(deps: EnsureDeps, tracer: Tracer, draft: Draft): Promise<Page | undefined> {
  const found = await tracer.step(
    'find_page',
    () => findPage(deps, ownerOf(draft)),
    (result) => ({ reason: saidOf(result), ...(result === undefined ? {} : { page: result.page.id }) }),
  )
  if (found === undefined || found.page.trashed) return found?.page
  if (found.by !== 'link' || isUnfinished(draft.before)) await claimPage(deps, tracer, draft, found.page)
  return found.page
}

/**
 * A new page. Docmost has no key that makes a second attempt harmless: that one is about to be made is remembered
 * first, and whoever comes after a crash or a lost answer looks for it.
 */
export async function createOwnPage(deps: EnsureDeps, tracer: Tracer, draft: Draft): Promise<Page> {
  const { key, wanted, before } = draft
  const page = await tracer.step(
    'create_page',
    async () => {
      const [markdown, place] = [draft.markdown(), await draft.place()]
      await deps.book.memory.set(key, begun(before, wanted.title, deps.clock.now()))
      return deps.docmost.create({ ...place, ...wanted, markdown })
    },
    ({ id }) => ({ page: id }),
  )
  await audit(deps, draft, 'page.create', `${wanted.title} (${page.id})`)
  await claimPage(deps, tracer, draft, page)
  return page
}

/**
 * Linked first: the link is what two entities can't both have. Of two that found the same page at once only the one
 * that is linked after the label goes on; the other looks again.
 */
async function claimPage(deps: EnsureDeps, tracer: Tracer, draft: Draft, { id }: Page): Promise<void> {
  const { links } = deps.book
  const { key, label } = draft
  const owner = await links.entityOf(id)
  if (owner !== undefined && owner !== key) throw taken(id, owner)
  if (owner === undefined)
    await tracer.step(
      'link_page',
      () => links.link(key, id),
      () => ({ page: id }),
    )
  await tracer.step(
    'label_page',
    () => deps.docmost.label(id, [label]),
    () => ({ page: id, reason: label }),
  )
  const after = await links.entityOf(id)
  if (after === key) return
  await deps.docmost.unlabel(id, label)
  throw taken(id, after ?? 'nobody')
}

function ownerOf({ key, label, written, isCopied, wanted, before, place }: Draft): Owner {
  const titles = [...new Set([before?.title ?? wanted.title, wanted.title])].filter((title) => title !== '')
  return { key, label, written, isCopied, ...(isUnfinished(before) ? { lost: { titles, place } } : {}) }
}

function saidOf(found: Found | undefined): string {
  if (found === undefined) return 'none'
  const more = found.others.length === 0 ? '' : `, the same label on ${found.others.join(', ')}`
  return `by ${found.by}${found.page.trashed ? ', in the trash' : ''}${more}`
}

function taken(page: string, by: string): SyncError {
  return new SyncError('docmost', 'taken', { retry: true, said: `${by} took the page ${page}` })
}
