import { type Docmost, type NewPage, type Page, SyncError } from '../../sync/ports.ts'
import { type Ask, nothing } from './ask.ts'
import { withinLimits } from './content.ts'
import { failure, unless } from './errors.ts'
import { uuid, withoutNul } from './ids.ts'
import { readAll } from './lists.ts'
import { namesSchema, pageSchema, pagesSchema } from './shapes.ts'

/** Docmost goes on with what we don't wait for any more, block by block: only then does a look find the page. */
const STILL_AT_WORK_MS = 30_000

/** A repeat makes a second page: Docmost knows no key of ours. Look before writing again, and after a timeout not soon. */
export async function createPage(ask: Ask, page: NewPage): Promise<Page> {
  try {
    return await create(ask, page)
  } catch (cause) {
    if (!(cause instanceof SyncError) || cause.code !== 'timeout') throw cause
    const said = 'pages/create, it may still be at work'
    throw failure('timeout', { retry: true, retryAfterMs: STILL_AT_WORK_MS, cause, said })
  }
}

function create(ask: Ask, { space, parent, title, icon, markdown }: NewPage): Promise<Page> {
  const body = {
    spaceId: uuid(space),
    title: withoutNul(title),
    ...(parent === undefined ? {} : { parentPageId: uuid(parent) }),
    ...(icon === undefined ? {} : { icon: withoutNul(icon) }),
    ...(isBlank(markdown) ? {} : { content: withinLimits(markdown), format: 'markdown' }),
  }
  return ask('pages/create', body, pageSchema)
}

export async function readPage(ask: Ask, id: string): Promise<Page | undefined> {
  const pageId = uuid(id)
  return unless('not_found', () => ask('pages/info', { pageId }, pageSchema))
}

type Change = Parameters<Docmost['update']>[1]

/** Without a change it only reads: Docmost would note the bot as the last writer all the same. */
export function updatePage(ask: Ask, id: string, { title, icon }: Change): Promise<Page> {
  const pageId = uuid(id)
  if (title === undefined && icon === undefined) return ask('pages/info', { pageId }, pageSchema)
  const body = {
    pageId,
    ...(title === undefined ? {} : { title: withoutNul(title) }),
    ...(icon === undefined ? {} : { icon: icon === null ? null : withoutNul(icon) }),
  }
  return ask('pages/update', body, pageSchema)
}

/** Never `replace`: it destroys what somebody is typing at the moment. */
export async function appendTo(ask: Ask, id: string, markdown: string): Promise<void> {
  const pageId = uuid(id)
  if (isBlank(markdown)) return
  const content = { content: withinLimits(markdown), format: 'markdown', operation: 'append' }
  await ask('pages/update', { pageId, ...content }, pageSchema)
}

/** Done too when the page is gone for good. */
export async function trashPage(ask: Ask, id: string): Promise<void> {
  const pageId = uuid(id)
  await unless('not_found', () => ask('pages/delete', { pageId }, nothing))
}

/** In the order of the tree, which tells neither times nor authors: each page is read. */
export async function readChildren(ask: Ask, space: string, parent?: string): Promise<readonly Page[]> {
  const spaceId = uuid(space)
  const body = parent === undefined ? { spaceId } : { spaceId, pageId: uuid(parent) }
  return readEach(ask, await readAll(ask, { route: 'pages/sidebar-pages', body, schema: namesSchema }))
}

/** The pages in this order, without those that went to the trash meanwhile. */
export async function readEach(
  ask: Ask,
  named: readonly { readonly id: string }[],
): Promise<readonly Page[]> {
  const pages = await Promise.all(named.map(({ id }) => readPage(ask, id)))
  return pages.filter((page) => page !== undefined).filter((page) => !page.trashed)
}

/** Each brings its whole content along. */
const TRASH_AT_ONCE = 20

export async function readTrash(ask: Ask, space: string): Promise<readonly Page[]> {
  const body = { spaceId: uuid(space) }
  return readAll(ask, { route: 'pages/trash', body, schema: pagesSchema, limit: TRASH_AT_ONCE })
}

function isBlank(markdown: string | undefined): markdown is undefined | '' {
  return markdown === undefined || markdown.trim() === ''
}
