import { readContent } from './docmost-content.ts'
import { broken, business, NO_PAGE, Refusal } from './docmost-refusals.ts'
import { noteEdit, takeTyped, touch } from './docmost-typing.ts'
import type { FakePage, FakeUser, World } from './docmost-world.ts'

export type Draft = {
  readonly spaceId: string
  readonly title?: string | null | undefined
  readonly icon?: string | null | undefined
  /** Either id. */
  readonly parentPageId?: string | null | undefined
  readonly content?: unknown
  readonly format?: string | undefined
}

/** `at` in microseconds; pages of one import share it. */
export function addPage(world: World, user: FakeUser, draft: Draft, at?: number): FakePage {
  const { spaceId, title = null, icon = null, parentPageId = null, content, format = 'json' } = draft
  world.need(user, spaceId, 'write')
  const parent = parentPageId === null ? undefined : parentOf(world, parentPageId, spaceId)
  const written = content === undefined ? undefined : readContent(world, content, format.toLowerCase())
  refuseNul(title, icon)
  const stamp = at ?? world.stamp()
  const page: FakePage = {
    id: world.ids.uuid(world.now()),
    slugId: world.ids.slug(),
    title,
    icon,
    position: positionAfter(world.pages.size),
    parentPageId: parent?.id ?? null,
    creatorId: user.id,
    lastUpdatedById: user.id,
    spaceId,
    createdAt: stamp,
    updatedAt: stamp,
    deletedAt: null,
    deletedById: null,
    contributorIds: [],
    content: written?.blocks ?? null,
    malformed: written?.malformed ?? false,
    labels: new Map(),
    typing: undefined,
    edit: undefined,
    history: [],
  }
  world.pages.set(page.id, page)
  return page
}

export type Change = {
  readonly title?: string | null | undefined
  readonly icon?: string | null | undefined
  readonly content?: unknown
  readonly format?: string | undefined
  readonly operation?: string | undefined
}

/** Moves `updatedAt` whatever it is told, to the millisecond. The title is written before content is looked at. */
export function changePage(world: World, user: FakeUser, page: FakePage, change: Change): void {
  world.need(user, page.spaceId, 'write')
  refuseNul(change.title ?? null, change.icon ?? null)
  if (typeof change.title === 'string') page.title = change.title
  if (change.icon !== undefined) page.icon = change.icon
  touch(page, user.id, world.now() * 1000)
  const { content, format = 'json', operation } = change
  if (content === undefined || content === null || content === '') return
  const { blocks, malformed } = readContent(world, content, format.toLowerCase())
  if (page.malformed && operation !== 'replace') throw broken()
  const typed = takeTyped(world, page)
  if (operation === 'replace') world.lost.push(...typed.map(({ markdown }) => markdown))
  const old = operation === 'replace' ? [] : [...(page.content ?? []), ...typed]
  page.content = operation === 'prepend' ? [...blocks, ...old] : [...old, ...blocks]
  page.malformed = malformed
  noteEdit(page, user.id, world.now())
}

/** The last writer stays who it was. Only the page itself is refused as its parent. */
export function movePage(
  world: World,
  user: FakeUser,
  page: FakePage,
  to: { readonly position: string; readonly parentPageId?: string | null | undefined },
): void {
  world.need(user, page.spaceId, 'write')
  if (!/^[A-Za-z][0-9A-Za-z]+$/.test(to.position)) throw business(400, 'Invalid move position')
  const parentId = to.parentPageId ?? null
  const parent = parentId === null ? undefined : parentOf(world, parentId, page.spaceId)
  if (parent?.id === page.id) throw business(400, 'A page cannot be its own parent')
  page.position = to.position
  page.parentPageId = parent?.id ?? null
  page.updatedAt = world.now() * 1000
}

/** With everything under it; shares go, `updatedAt` stays. */
export function trashPage(world: World, user: FakeUser, page: FakePage): void {
  world.need(user, page.spaceId, 'write')
  const at = world.now() * 1000
  for (const one of [page, ...below(world, page)]) {
    if (one.deletedAt !== null) continue
    one.deletedAt = at
    one.deletedById = user.id
    dropShares(world, one)
  }
}

/** Back with everything under it, and with the old `updatedAt`. */
export function restorePage(world: World, user: FakeUser, page: FakePage): void {
  world.need(user, page.spaceId, 'write')
  if (page.deletedAt === null) return
  for (const one of [page, ...below(world, page)]) {
    one.deletedAt = null
    one.deletedById = null
  }
  const parent = page.parentPageId === null ? undefined : world.pages.get(page.parentPageId)
  if (parent?.deletedAt !== null) page.parentPageId = null
}

export function erasePage(world: World, user: FakeUser, page: FakePage): void {
  try {
    world.need(user, page.spaceId, 'admin')
  } catch (error) {
    if (!(error instanceof Refusal) || error.answer.status !== 403) throw error
    throw business(403, 'Only space admins can permanently delete pages')
  }
  for (const one of [page, ...below(world, page)]) {
    dropShares(world, one)
    world.pages.delete(one.id)
  }
}

export function below(world: World, page: FakePage): readonly FakePage[] {
  const found = new Set<FakePage>()
  const visit = (id: string) => {
    for (const one of world.pages.values()) {
      if (one.parentPageId !== id || one === page || found.has(one)) continue
      found.add(one)
      visit(one.id)
    }
  }
  visit(page.id)
  return [...found]
}

function dropShares(world: World, page: FakePage): void {
  for (const share of world.shares.values()) if (share.pageId === page.id) world.shares.delete(share.id)
}

function parentOf(world: World, idOrSlugId: string, spaceId: string): FakePage {
  const found = [...world.pages.values()].find(({ id, slugId }) => id === idOrSlugId || slugId === idOrSlugId)
  if (found === undefined || found.deletedAt !== null || found.spaceId !== spaceId)
    throw business(404, 'Parent page not found')
  return found
}

/** PostgreSQL stores no NUL. */
function refuseNul(...texts: readonly (string | null)[]): void {
  if (texts.some((text) => text?.includes('\0') === true)) throw broken()
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Behind everything that is there: `a` and four digits. */
function positionAfter(count: number): string {
  let rest = count
  let digits = ''
  for (let place = 0; place < 4; place += 1) {
    digits = `${DIGITS[rest % DIGITS.length]}${digits}`
    rest = Math.floor(rest / DIGITS.length)
  }
  return `a${digits}`
}

/** Of a page that labels can be added to. */
export function refuseTrashed(page: FakePage): FakePage {
  if (page.deletedAt !== null) throw NO_PAGE()
  return page
}
