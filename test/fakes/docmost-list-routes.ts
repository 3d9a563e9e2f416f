import { showContent } from './docmost-content.ts'
import { isUuid } from './docmost-ids.ts'
import { listOf, type Order } from './docmost-lists.ts'
import { broken, business, FORBIDDEN } from './docmost-refusals.ts'
import type { Route } from './docmost-routes.ts'
import { type Body, optional, PAGING, textOf, uuidOf } from './docmost-rules.ts'
import { branchOf, metaOf, personOf, spaceOf } from './docmost-shapes.ts'
import {
  type FakePage,
  type FakeSpace,
  type FakeUser,
  type HistoryRow,
  iso,
  type World,
} from './docmost-world.ts'

const BY_CHANGE: Order<FakePage> = { by: 'updatedAt', descending: true, of: (page) => page.updatedAt }
const BY_POSITION: Order<FakePage> = { by: 'position', descending: false, of: (page) => page.position }
const BY_TRASHING: Order<FakePage> = { by: 'deletedAt', descending: true, of: (page) => page.deletedAt ?? 0 }
const BY_NAME: Order<FakeSpace> = { by: 'name', descending: false, of: (space) => space.name }
const NEWEST: Order<HistoryRow> = { by: 'id', descending: true, of: () => '' }

export const LIST_ROUTES = {
  spaces: {
    rules: PAGING,
    handle(world, body, user) {
      const mine = world.spaces.filter(({ members }) => members.has(user.id))
      const { items, meta } = listOf(mine, BY_NAME, body)
      return { items: items.map((space) => fullSpace(world, space, user)), meta }
    },
  },
  'pages/recent': {
    rules: PAGING,
    free: ['spaceId'],
    handle: (world, body, user) => timed(world, within(world, body, user), body),
  },
  'pages/created-by-user': {
    rules: [...optional(uuidOf('userId'), uuidOf('spaceId')), ...PAGING],
    handle(world, body, user) {
      const by = body['userId'] ?? user.id
      return timed(
        world,
        within(world, body, user).filter(({ creatorId }) => creatorId === by),
        body,
      )
    },
  },
  'pages/sidebar-pages': {
    rules: [...optional(textOf('spaceId'), textOf('pageId')), ...PAGING],
    handle(world, body, user) {
      const { spaceId, parent } = placeOf(world, body)
      world.need(user, spaceId, 'read')
      const children = pagesOf(world, spaceId).filter(({ parentPageId }) => parentPageId === parent)
      const { items, meta } = listOf(children, BY_POSITION, body)
      const more = (page: FakePage) => ({ creatorId: page.creatorId, canEdit: true })
      return { items: items.map((page) => ({ ...branchOf(world, page), ...more(page) })), meta }
    },
  },
  'pages/trash': {
    rules: [uuidOf('spaceId'), ...PAGING],
    handle(world, body, user) {
      const spaceId = String(body['spaceId'])
      world.need(user, spaceId, 'read')
      const { items, meta } = listOf(topOfTrash(world, spaceId), BY_TRASHING, body)
      const shown = items.map((page) => ({
        ...metaOf(world, page),
        content: showContent(page.content, 'json'),
        space: spaceOf(world, page.spaceId),
        deletedBy: page.deletedById === null ? null : personOf(world, page.deletedById),
      }))
      return { items: shown, meta }
    },
  },
  'pages/history': {
    rules: [textOf('pageId'), ...PAGING],
    handle(world, body, user) {
      const page = world.page(String(body['pageId']))
      world.need(user, page.spaceId, 'read')
      const { items, meta } = listOf(page.history, NEWEST, body)
      return { items: items.map((row) => historyOf(world, page, row)), meta }
    },
  },
} as const satisfies Readonly<Record<string, Route>>

function timed(world: World, pages: readonly FakePage[], body: Body) {
  const { items, meta } = listOf(pages, BY_CHANGE, body)
  return {
    items: items.map((page) => ({ ...metaOf(world, page), space: spaceOf(world, page.spaceId) })),
    meta,
  }
}

/** Pages of one space, or of all that the user is in; a space that is no UUID is a 500. */
function within(world: World, { spaceId }: Body, user: FakeUser): readonly FakePage[] {
  if (spaceId === undefined || spaceId === null)
    return world.spaces.filter(({ members }) => members.has(user.id)).flatMap(({ id }) => pagesOf(world, id))
  if (!isUuid(spaceId)) throw broken()
  world.need(user, spaceId, 'read')
  return pagesOf(world, spaceId)
}

function pagesOf(world: World, spaceId: string): readonly FakePage[] {
  return [...world.pages.values()].filter((page) => page.spaceId === spaceId && page.deletedAt === null)
}

/** Pages whose parent is not in the trash with them. */
function topOfTrash(world: World, spaceId: string): readonly FakePage[] {
  return [...world.pages.values()].filter((page) => {
    const parent = world.pages.get(page.parentPageId ?? '')
    return page.spaceId === spaceId && page.deletedAt !== null && (parent?.deletedAt ?? null) === null
  })
}

function placeOf(world: World, { spaceId, pageId }: Body): { spaceId: string; parent: string | null } {
  if (typeof pageId === 'string') {
    if (!isUuid(pageId)) throw broken()
    const page = world.pages.get(pageId)
    if (page === undefined) throw FORBIDDEN()
    return { spaceId: page.spaceId, parent: page.id }
  }
  if (typeof spaceId !== 'string') throw business(400, 'Either spaceId or pageId must be provided')
  if (!isUuid(spaceId)) throw broken()
  return { spaceId, parent: null }
}

function fullSpace(world: World, space: FakeSpace, user: FakeUser) {
  const at = iso(space.createdAt)
  return {
    id: space.id,
    name: space.name,
    description: '',
    slug: space.slug,
    logo: null,
    visibility: 'private',
    defaultRole: 'writer',
    creatorId: world.users[0]?.id ?? null,
    workspaceId: world.workspaceId,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
    settings: null,
    isPersonal: false,
    memberCount: space.members.size,
    membership: { userId: user.id, role: space.members.get(user.id) },
  }
}

function historyOf(world: World, page: FakePage, row: HistoryRow) {
  return {
    id: row.id,
    pageId: page.id,
    slugId: page.slugId,
    title: row.title,
    icon: page.icon,
    coverPhoto: null,
    lastUpdatedById: row.lastUpdatedById,
    contributorIds: row.by,
    spaceId: page.spaceId,
    workspaceId: world.workspaceId,
    createdAt: iso(row.at),
    lastUpdatedBy: personOf(world, row.lastUpdatedById),
    contributors: row.by.map((id) => personOf(world, id)),
  }
}
