import { z } from 'zod'
import { showContent } from './docmost-content.ts'
import { isUuid } from './docmost-ids.ts'
import { addPage, changePage, erasePage, movePage, restorePage, trashPage } from './docmost-pages.ts'
import { broken } from './docmost-refusals.ts'
import type { Route } from './docmost-routes.ts'
import {
  type Body,
  FORMAT,
  filled,
  OPERATION,
  optional,
  POSITION,
  textOf,
  uuidOf,
  withContent,
} from './docmost-rules.ts'
import { branchOf, detailsOf, metaOf, PERMISSIONS, personOf } from './docmost-shapes.ts'
import type { FakePage, World } from './docmost-world.ts'

const nullable = z.string().nullable().optional()
const draftSchema = z.object({
  spaceId: z.string(),
  title: nullable,
  icon: nullable,
  parentPageId: nullable,
  content: z.unknown().optional(),
  format: z.string().optional(),
})
const changeSchema = draftSchema.omit({ spaceId: true, parentPageId: true }).extend({
  operation: z.string().optional(),
})
const moveSchema = z.object({ position: z.string(), parentPageId: nullable })
const ofPage = z.object({ pageId: z.string() })

const WORDS = optional(textOf('title'), textOf('icon'))

export const PAGE_ROUTES = {
  'pages/create': {
    rules: [uuidOf('spaceId'), ...WORDS, ...optional(textOf('parentPageId')), withContent(FORMAT)],
    free: ['content'],
    handle(world, body, user) {
      const draft = draftSchema.parse(body)
      return { ...metaOf(world, addPage(world, user, draft)), ...PERMISSIONS }
    },
  },
  'pages/info': {
    rules: [filled('pageId'), ...optional(FORMAT)],
    free: ['includeContent'],
    handle(world, body, user) {
      const page = find(world, body)
      world.need(user, page.spaceId, 'read')
      const deletedBy = page.deletedById === null ? null : personOf(world, page.deletedById)
      return { ...metaOf(world, page), ...content(page, body), ...detailsOf(world, page), deletedBy }
    },
  },
  'pages/update': {
    rules: [textOf('pageId'), ...WORDS, withContent(OPERATION), withContent(FORMAT)],
    free: ['content'],
    handle(world, body, user) {
      const page = find(world, body)
      changePage(world, user, page, changeSchema.parse(body))
      return { ...metaOf(world, page), ...content(page, body), ...detailsOf(world, page) }
    },
  },
  'pages/move': {
    rules: [textOf('pageId'), ...POSITION, ...optional(textOf('parentPageId'))],
    handle: (world, body, user) => movePage(world, user, find(world, body), moveSchema.parse(body)),
  },
  'pages/delete': {
    rules: [textOf('pageId')],
    free: ['permanentlyDelete'],
    handle(world, body, user) {
      const page = findByUuid(world, body)
      if (body['permanentlyDelete'] === true) erasePage(world, user, page)
      else trashPage(world, user, page)
    },
  },
  'pages/restore': {
    rules: [textOf('pageId')],
    handle(world, body, user) {
      const page = findByUuid(world, body)
      restorePage(world, user, page)
      const { hasChildren } = z.object({ hasChildren: z.boolean() }).parse(branchOf(world, page))
      return { ...metaOf(world, page), hasChildren }
    },
  },
  'pages/breadcrumbs': {
    rules: [textOf('pageId')],
    handle(world, body, user) {
      const page = find(world, body)
      world.need(user, page.spaceId, 'read')
      return trailOf(world, page).map((one) => branchOf(world, one))
    },
  },
} as const satisfies Readonly<Record<string, Route>>

function find(world: World, body: Body): FakePage {
  return world.page(ofPage.parse(body).pageId)
}

/** These three look for the id without looking at it. */
export function findByUuid(world: World, body: Body): FakePage {
  const { pageId } = ofPage.parse(body)
  if (!isUuid(pageId)) throw broken()
  return world.page(pageId)
}

function content(page: FakePage, body: Body) {
  return { content: showContent(page.content, body['format']) }
}

function trailOf(world: World, page: FakePage): readonly FakePage[] {
  const trail: FakePage[] = []
  for (
    let one: FakePage | undefined = page;
    one !== undefined && !trail.includes(one);
    one = world.pages.get(one.parentPageId ?? '')
  )
    trail.unshift(one)
  return trail
}
