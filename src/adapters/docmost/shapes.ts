import { z } from 'zod'
import type { Page } from '../../sync/ports.ts'
import { listSchema } from './lists.ts'

/** What create, info, update, recent, created-by-user and trash have in common; only what is used. */
export const pageSchema = z
  .object({
    id: z.uuid(),
    slugId: z.string(),
    title: z.string().nullable(),
    icon: z.string().nullable(),
    parentPageId: z.string().nullable(),
    creatorId: z.string().nullable(),
    lastUpdatedById: z.string().nullable(),
    spaceId: z.string(),
    updatedAt: z.iso.datetime(),
    deletedAt: z.string().nullable(),
  })
  .transform(
    (page): Page => ({
      id: page.id,
      slugId: page.slugId,
      title: page.title ?? '',
      icon: page.icon,
      space: page.spaceId,
      parent: page.parentPageId,
      updatedAt: page.updatedAt,
      createdBy: page.creatorId,
      updatedBy: page.lastUpdatedById,
      trashed: page.deletedAt !== null,
    }),
  )

export const pagesSchema = listSchema(pageSchema)

/** Lists of the tree and of labels name the pages and say too little of them. */
export const namesSchema = listSchema(z.object({ id: z.uuid() }))

export const meSchema = z.object({ user: z.object({ id: z.string() }) })

export const spacesSchema = listSchema(z.object({ id: z.string(), name: z.string(), slug: z.string() }))

export const labelSchema = z.object({ id: z.string(), name: z.string() })
export const labelsSchema = listSchema(labelSchema)

const shareSchema = z
  .object({
    id: z.string(),
    pageId: z.string(),
    createdAt: z.string(),
    page: z.object({ title: z.string().nullable() }).nullish(),
    creator: z.object({ name: z.string() }).nullish(),
  })
  .transform((share) => ({
    id: share.id,
    page: share.pageId,
    pageTitle: share.page?.title ?? '',
    sharedBy: share.creator?.name ?? null,
    createdAt: share.createdAt,
  }))
export const sharesSchema = listSchema(shareSchema)
