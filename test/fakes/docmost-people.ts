import {
  addPage,
  type Change,
  changePage,
  erasePage,
  movePage,
  restorePage,
  trashPage,
} from './docmost-pages.ts'
import { sharePage } from './docmost-share-routes.ts'
import { type } from './docmost-typing.ts'
import { type FakePage, iso, type Role, type World } from './docmost-world.ts'

/** Whatever a person does in the editor. Pages by either id, spaces by id or slug. */
export type DocmostPerson = {
  /** The new page's id. */
  create(page: NewFakePage): string
  /** Many pages in one transaction: all of the same microsecond. */
  importPages(space: string, titles: readonly string[]): readonly string[]
  update(id: string, change: { title?: string; icon?: string | null }): void
  /** Stored at once, unlike what is typed. */
  write(id: string, markdown: string): void
  /** To the top level without a parent. */
  move(id: string, parent?: string): void
  trash(id: string): void
  restore(id: string): void
  /** For good. */
  erase(id: string): void
  /** The id of the share. */
  share(id: string): string
  /** Not stored for ten seconds, and seen by nobody. */
  typing(id: string, text: string): void
}

export type NewFakePage = {
  readonly space: string
  readonly title: string
  readonly icon?: string
  readonly parent?: string
  readonly markdown?: string
}

/** What tests look at. */
export type SeenPage = {
  readonly id: string
  readonly slugId: string
  readonly title: string | null
  readonly icon: string | null
  readonly space: string
  readonly parent: string | null
  readonly markdown: string
  readonly labels: readonly string[]
  readonly createdBy: string
  readonly updatedBy: string
  readonly updatedAt: string
  readonly trashed: boolean
}

export type DocmostPeople = {
  /** Ids of what was given by slug and by e-mail. */
  spaceId(slug: string): string
  userId(email: string): string
  asUser(email: string): DocmostPerson
  /** All pages, those of the trash too; people by their e-mail, spaces by their slug. */
  pages(): readonly SeenPage[]
  page(id: string): SeenPage
  shares(): readonly { readonly id: string; readonly page: string }[]
  /** What was typed and then destroyed by a `replace`. */
  lost(): readonly string[]
  /** Noticed five seconds late by who was refused, or let in, a moment before. */
  setRole(space: string, email: string, role: Role | undefined): void
  setPassword(email: string, password: string): void
}

export function createPeople(world: World): DocmostPeople {
  let moved = 0

  function asUser(email: string): DocmostPerson {
    const user = world.user(email)
    const change = (id: string, what: Change) => changePage(world, user, world.page(id), what)
    return {
      create({ space, title, icon, parent, markdown }) {
        const content = markdown === undefined ? {} : { content: markdown, format: 'markdown' }
        const spaceId = world.space(space).id
        return addPage(world, user, { spaceId, title, icon, parentPageId: parent, ...content }).id
      },
      importPages(space, titles) {
        const [spaceId, at] = [world.space(space).id, world.stamp()]
        return titles.map((title) => addPage(world, user, { spaceId, title }, at).id)
      },
      update: (id, what) => change(id, what),
      write: (id, markdown) => change(id, { content: markdown, format: 'markdown', operation: 'append' }),
      move(id, parent) {
        moved += 1
        const position = `b${String(moved).padStart(4, '0')}`
        movePage(world, user, world.page(id), { position, parentPageId: parent })
      },
      trash: (id) => trashPage(world, user, world.page(id)),
      restore: (id) => restorePage(world, user, world.page(id)),
      erase: (id) => erasePage(world, user, world.page(id)),
      share(id) {
        const wanted = { includeSubPages: true, searchIndexing: false }
        return sharePage(world, user, world.page(id), wanted).id
      },
      typing: (id, text) => type(world, world.page(id), user, text),
    }
  }

  return {
    spaceId: (slug) => world.space(slug).id,
    userId: (email) => world.user(email).id,
    asUser,
    pages: () => [...world.pages.values()].map((page) => seen(world, page)),
    page: (id) => seen(world, world.page(id)),
    shares: () => [...world.shares.values()].map(({ id, pageId }) => ({ id, page: pageId })),
    lost: () => [...world.lost],
    setRole(space, email, role) {
      const { members } = world.space(space)
      if (role === undefined) members.delete(world.user(email).id)
      else members.set(world.user(email).id, role)
    },
    setPassword(email, password) {
      world.user(email).password = password
    },
  }
}

function seen(world: World, page: FakePage): SeenPage {
  const { id, slugId, title, icon, parentPageId: parent, content, labels } = page
  return {
    id,
    slugId,
    title,
    icon,
    space: world.space(page.spaceId).slug,
    parent,
    markdown: (content ?? []).map(({ markdown }) => markdown).join('\n\n'),
    labels: [...labels.values()],
    createdBy: world.user(page.creatorId).email,
    updatedBy: world.user(page.lastUpdatedById).email,
    updatedAt: iso(page.updatedAt),
    trashed: page.deletedAt !== null,
  }
}
