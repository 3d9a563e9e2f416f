import { listOf, type Order } from './docmost-lists.ts'
import { refuseTrashed } from './docmost-pages.ts'
import type { Route } from './docmost-routes.ts'
import {
  type Body,
  filled,
  labelName,
  listOfTexts,
  NAMES,
  optional,
  PAGING,
  textOf,
  uuidOf,
} from './docmost-rules.ts'
import { personOf, spaceOf } from './docmost-shapes.ts'
import { type FakeLabel, type FakePage, iso, type World } from './docmost-world.ts'

const BY_NAME: Order<FakeLabel> = { by: 'name', descending: false, of: ({ name }) => name }
const BY_CHANGE: Order<FakePage> = { by: 'updatedAt', descending: true, of: (page) => page.updatedAt }

/** Labels move no `updatedAt`, are not unique, and hide with the page in the trash. */
export const LABEL_ROUTES = {
  'pages/labels/add': {
    rules: [textOf('pageId'), ...NAMES],
    handle(world, body, user) {
      const page = refuseTrashed(pageOf(world, body))
      world.need(user, page.spaceId, 'write')
      return listOfTexts(body['names']).map((name) => {
        const label = labelCalled(world, labelName(name))
        page.labels.set(label.id, label.name)
        return labelOf(world, label)
      })
    },
  },
  'pages/labels/remove': {
    rules: [textOf('pageId'), uuidOf('labelId')],
    handle(world, body, user) {
      const page = pageOf(world, body)
      world.need(user, page.spaceId, 'write')
      page.labels.delete(String(body['labelId']))
    },
  },
  'pages/labels': {
    rules: [textOf('pageId'), ...PAGING],
    handle(world, body, user) {
      const page = pageOf(world, body)
      world.need(user, page.spaceId, 'read')
      const labels = [...world.labels.values()].filter(({ id }) => page.labels.has(id))
      const { items, meta } = listOf(labels, BY_NAME, body)
      return { items: items.map((label) => labelOf(world, label)), meta }
    },
  },
  'labels/pages': {
    rules: [filled('name'), ...optional(uuidOf('spaceId')), ...PAGING],
    handle(world, body, user) {
      const { spaceId } = body
      const spaces = world.spaces.filter(
        ({ id, members }) => members.has(user.id) && (spaceId === undefined || id === spaceId),
      )
      const label = world.labels.get(labelName(String(body['name'])))
      const pages = [...world.pages.values()].filter(
        (page) =>
          page.deletedAt === null &&
          spaces.some(({ id }) => id === page.spaceId) &&
          label !== undefined &&
          page.labels.has(label.id),
      )
      const { items, meta } = listOf(pages, BY_CHANGE, body)
      return { items: items.map((page) => labelledOf(world, page)), meta }
    },
  },
} as const satisfies Readonly<Record<string, Route>>

function pageOf(world: World, body: Body): FakePage {
  return world.page(String(body['pageId']))
}

function labelCalled(world: World, name: string): FakeLabel {
  const label = world.labels.get(name) ?? { id: world.ids.uuid(world.now()), name, at: world.stamp() }
  world.labels.set(name, label)
  return label
}

function labelOf(world: World, { id, name, at }: FakeLabel) {
  return {
    id,
    name,
    type: 'page',
    workspaceId: world.workspaceId,
    createdAt: iso(at),
    updatedAt: iso(at),
  }
}

/** Less than everywhere else: no parent, no last writer, no `deletedAt`. */
function labelledOf(world: World, page: FakePage) {
  const { id, slugId, title, icon, spaceId } = page
  return {
    id,
    slugId,
    title,
    icon,
    spaceId,
    createdAt: iso(page.createdAt),
    updatedAt: iso(page.updatedAt),
    space: { ...spaceOf(world, spaceId), logo: null },
    creator: personOf(world, page.creatorId),
    labels: [...page.labels].map(([labelId, name]) => ({ id: labelId, name })),
  }
}
