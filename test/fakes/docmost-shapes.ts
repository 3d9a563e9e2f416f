import { type FakePage, type FakeShare, type FakeUser, iso, type World } from './docmost-world.ts'

type Json = Record<string, unknown>

/** Create, recent and trash show this much of a page. */
export function metaOf(world: World, page: FakePage): Json {
  const { id, slugId, title, icon, position, parentPageId, creatorId, lastUpdatedById, spaceId } = page
  return {
    id,
    slugId,
    title,
    icon,
    coverPhoto: null,
    position,
    parentPageId,
    creatorId,
    lastUpdatedById,
    spaceId,
    workspaceId: world.workspaceId,
    isLocked: false,
    isBase: false,
    createdAt: iso(page.createdAt),
    updatedAt: iso(page.updatedAt),
    deletedAt: page.deletedAt === null ? null : iso(page.deletedAt),
    contributorIds: page.contributorIds,
  }
}

export const PERMISSIONS = { permissions: { canEdit: true, hasRestriction: false } }

export function spaceOf(world: World, spaceId: string): Json {
  const { id, name, slug } = world.space(spaceId)
  return { id, name, slug }
}

export function personOf(world: World, userId: string): Json {
  const { id, name } = world.user(userId)
  return { id, name, avatarUrl: null }
}

/** Info and update show this much besides the content. */
export function detailsOf(world: World, page: FakePage): Json {
  return {
    creator: personOf(world, page.creatorId),
    lastUpdatedBy: personOf(world, page.lastUpdatedById),
    contributors: page.contributorIds.map((id) => personOf(world, id)),
    space: spaceOf(world, page.spaceId),
    ...PERMISSIONS,
  }
}

export function branchOf(world: World, page: FakePage): Json {
  const { id, slugId, title, icon, position, parentPageId, spaceId } = page
  const hasChildren = [...world.pages.values()].some(
    (one) => one.parentPageId === id && one.deletedAt === null,
  )
  const deletedAt = page.deletedAt === null ? null : iso(page.deletedAt)
  return { id, slugId, title, icon, position, parentPageId, spaceId, isBase: false, deletedAt, hasChildren }
}

export function userOf(world: World, { id, email, name, createdAt }: FakeUser): Json {
  const at = iso(createdAt)
  return {
    id,
    email,
    name,
    emailVerifiedAt: at,
    avatarUrl: null,
    role: 'member',
    workspaceId: world.workspaceId,
    locale: 'en-US',
    timezone: null,
    settings: null,
    lastLoginAt: at,
    deactivatedAt: null,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
    hasGeneratedPassword: false,
  }
}

export function workspaceOf(world: World): Json {
  const at = iso(world.spaces[0]?.createdAt ?? 0)
  return {
    id: world.workspaceId,
    name: 'Lab Workspace',
    description: null,
    logo: null,
    hostname: null,
    customDomain: null,
    settings: null,
    defaultRole: 'member',
    emailDomains: [],
    defaultSpaceId: world.spaces[0]?.id ?? null,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
    stripeCustomerId: null,
    status: null,
    plan: null,
    billingEmail: null,
    trialEndAt: null,
    enforceSso: false,
    enforceMfa: false,
    auditRetentionDays: null,
    trashRetentionDays: null,
    isScimEnabled: false,
    memberCount: world.users.length,
  }
}

export function shareOf(world: World, share: FakeShare): Json {
  const at = iso(share.createdAt)
  const { id, key, pageId, includeSubPages, searchIndexing, creatorId } = share
  const { spaceId } = world.page(pageId)
  return {
    id,
    key,
    pageId,
    includeSubPages,
    searchIndexing,
    creatorId,
    spaceId,
    workspaceId: world.workspaceId,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
  }
}
