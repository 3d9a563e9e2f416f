import { listOf, type Order } from './docmost-lists.ts'
import { refuseTrashed } from './docmost-pages.ts'
import { business } from './docmost-refusals.ts'
import type { Route } from './docmost-routes.ts'
import { PAGING, textOf } from './docmost-rules.ts'
import { personOf, shareOf, spaceOf } from './docmost-shapes.ts'
import type { FakePage, FakeShare, FakeUser, World } from './docmost-world.ts'

const NEWEST: Order<FakeShare> = { by: 'createdAt', descending: true, of: ({ createdAt }) => createdAt }

/** A page has one share, and whoever writes may make it. */
export const SHARE_ROUTES = {
  shares: {
    rules: PAGING,
    handle(world, body, user) {
      const visible = [...world.shares.values()].filter((share) =>
        world.space(world.page(share.pageId).spaceId).members.has(user.id),
      )
      const { items, meta } = listOf(visible, NEWEST, body)
      return { items: items.map((share) => listedOf(world, share, user)), meta }
    },
  },
  'shares/create': {
    rules: [textOf('pageId')],
    free: ['includeSubPages', 'searchIndexing'],
    handle(world, body, user) {
      const page = world.page(String(body['pageId']))
      const share = sharePage(world, user, page, {
        includeSubPages: body['includeSubPages'] === true,
        searchIndexing: body['searchIndexing'] === true,
      })
      return shareOf(world, share)
    },
  },
  'shares/delete': {
    rules: [textOf('shareId')],
    handle(world, body, user) {
      const share = world.shares.get(String(body['shareId']))
      if (share === undefined) throw business(404, 'Share not found')
      world.need(user, world.page(share.pageId).spaceId, 'write')
      world.shares.delete(share.id)
    },
  },
} as const satisfies Readonly<Record<string, Route>>

type Wanted = Pick<FakeShare, 'includeSubPages' | 'searchIndexing'>

/** A second time it is the same share. */
export function sharePage(world: World, user: FakeUser, page: FakePage, wanted: Wanted): FakeShare {
  world.need(user, refuseTrashed(page).spaceId, 'write')
  const known = [...world.shares.values()].find(({ pageId }) => pageId === page.id)
  if (known !== undefined) return known
  const share = {
    ...wanted,
    id: world.ids.uuid(world.now()),
    key: world.ids.slug().toLowerCase(),
    pageId: page.id,
    creatorId: user.id,
    createdAt: world.stamp(),
  }
  world.shares.set(share.id, share)
  return share
}

function listedOf(world: World, share: FakeShare, user: FakeUser) {
  const { id, title, slugId, icon, spaceId } = world.page(share.pageId)
  const userRole = world.space(spaceId).members.get(user.id)
  return {
    ...shareOf(world, share),
    page: { id, title, slugId, icon },
    space: { ...spaceOf(world, spaceId), userRole },
    creator: personOf(world, share.creatorId),
  }
}
