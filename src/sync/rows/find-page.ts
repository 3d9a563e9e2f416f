import type { SyncDeps } from '../deps.ts'
import { isRowLabel } from '../entity.ts'
import { type Page, SyncError } from '../ports.ts'
import type { Place } from './place.ts'

/** Whose page it is, and what it is recognised by. */
export type Owner = {
  readonly key: string
  readonly label: string
  /** What stands in the row's own field. */
  readonly written?: string | undefined
  /** Whether the field of an older row of the table names this page as well: the row is a copy then. */
  readonly isCopied?: ((page: string) => Promise<boolean>) | undefined
  /** Titles of a page that may have been created and then lost, and where it would stand. */
  readonly lost?: { readonly titles: readonly string[]; readonly place: () => Promise<Place> } | undefined
}

export type Found = {
  readonly page: Page
  readonly by: 'link' | 'row' | 'label' | 'title'
  /** Further pages with the same label. */
  readonly others: readonly string[]
}

type FindDeps = Pick<SyncDeps, 'docmost'> & { readonly book: Pick<SyncDeps['book'], 'links'> }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Where the page of an entity can be, surest first: our own link, the row's own field, the label, and a page of the bot
 * that nobody has claimed. A page in the trash is found too. A link to a page that is gone for good is forgotten.
 */
export async function findPage(deps: FindDeps, owner: Owner): Promise<Found | undefined> {
  return (
    (await byLink(deps, owner)) ??
    (await byRow(deps, owner)) ??
    (await byLabel(deps, owner)) ??
    (await byTitle(deps, owner))
  )
}

async function byLink({ book, docmost }: FindDeps, { key }: Owner): Promise<Found | undefined> {
  const id = await book.links.pageOf(key)
  const page = id === undefined ? undefined : await docmost.page(id)
  if (page !== undefined) return { page, by: 'link', others: [] }
  if (id !== undefined) await book.links.unlink(key)
  return undefined
}

/** A row that was duplicated names the page of the other one: that one's link or label tells. */
async function byRow(deps: FindDeps, owner: Owner): Promise<Found | undefined> {
  const id = owner.written
  if (id === undefined || !UUID.test(id) || !(await isFree(deps, owner, id))) return undefined
  const page = await deps.docmost.page(id)
  if (page === undefined || (await isOthers(deps, owner, page))) return undefined
  return { page, by: 'row', others: [] }
}

/**
 * Docmost hides pages in the trash from the look-up by label and takes no new labels for them; whether it still says
 * which ones they bear nobody has seen. So of such a page the rows themselves tell: a copy is younger than its original.
 * A copy whose original is gone, with its links and labels, is not known for one: it waits as a row whose own page is in
 * the trash does.
 */
async function isOthers(deps: FindDeps, owner: Owner, page: Page): Promise<boolean> {
  if (!page.trashed) return isLabelled(deps, page, owner.label)
  return (await wasLabelled(deps, page, owner.label)) || (await owner.isCopied?.(page.id)) === true
}

async function wasLabelled(deps: FindDeps, page: Page, own: string): Promise<boolean> {
  try {
    return await isLabelled(deps, page, own)
  } catch (error) {
    if (error instanceof SyncError && error.code === 'not_found') return false
    throw error
  }
}

async function byLabel(deps: FindDeps, owner: Owner): Promise<Found | undefined> {
  const free: Page[] = []
  for (const page of oldestFirst(await deps.docmost.labelled(owner.label)))
    if (await isFree(deps, owner, page.id)) free.push(page)
  const [page, ...others] = free
  return page === undefined ? undefined : { page, by: 'label', others: others.map(({ id }) => id) }
}

async function byTitle(deps: FindDeps, owner: Owner): Promise<Found | undefined> {
  if (owner.lost === undefined) return undefined
  const { space, parent = null } = await owner.lost.place()
  const { titles } = owner.lost
  const mine = await deps.docmost.createdByMe(space)
  const alike = mine.filter((page) => !page.trashed && page.parent === parent && titles.includes(page.title))
  for (const page of oldestFirst(alike))
    if ((await isFree(deps, owner, page.id)) && !(await isLabelled(deps, page)))
      return { page, by: 'title', others: [] }
  return undefined
}

async function isFree({ book }: FindDeps, { key }: Owner, page: string): Promise<boolean> {
  const entity = await book.links.entityOf(page)
  return entity === undefined || entity === key
}

/** Whether it bears the label of some row other than `own`. */
async function isLabelled({ docmost }: FindDeps, { id }: Page, own?: string): Promise<boolean> {
  const labels = await docmost.labelsOf(id)
  return labels.some((label) => isRowLabel(label) && label !== own)
}

/** Ids of Docmost begin with the time of their creation. */
function oldestFirst(pages: readonly Page[]): readonly Page[] {
  return [...pages].sort((one, other) => (one.id < other.id ? -1 : 1))
}
