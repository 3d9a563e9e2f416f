import { createIds, type Ids } from './docmost-ids.ts'
import { FORBIDDEN, NO_PAGE, NO_SPACE } from './docmost-refusals.ts'

export type Role = 'admin' | 'writer' | 'reader'

export type FakeUser = {
  readonly id: string
  readonly email: string
  readonly name: string
  password: string
  readonly createdAt: number
}

export type FakeSpace = {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly createdAt: number
  /** By user id. */
  readonly members: Map<string, Role>
}

export type Block = { readonly id: string; readonly markdown: string }

/** Somebody types: on the screen, and not stored yet. */
export type Typing = { readonly text: string; readonly by: string; readonly storedAt: number }

/** A change of content that a row of the history will come of. */
export type Edit = { readonly at: number; readonly by: Set<string> }

/** All times are microseconds since 1970, as PostgreSQL counts. */
export type FakePage = {
  readonly id: string
  readonly slugId: string
  title: string | null
  icon: string | null
  position: string
  parentPageId: string | null
  readonly creatorId: string
  lastUpdatedById: string
  spaceId: string
  readonly createdAt: number
  updatedAt: number
  deletedAt: number | null
  deletedById: string | null
  contributorIds: readonly string[]
  content: readonly Block[] | null
  /** Stored JSON that Docmost can't open again. */
  malformed: boolean
  readonly labels: Map<string, string>
  typing: Typing | undefined
  edit: Edit | undefined
  history: readonly HistoryRow[]
}

export type HistoryRow = {
  readonly id: string
  readonly at: number
  readonly title: string | null
  readonly lastUpdatedById: string
  readonly by: readonly string[]
  readonly content: readonly Block[] | null
}

export type FakeShare = {
  readonly id: string
  readonly key: string
  readonly pageId: string
  readonly creatorId: string
  includeSubPages: boolean
  searchIndexing: boolean
  readonly createdAt: number
}

export type World = {
  readonly ids: Ids
  readonly workspaceId: string
  /** Milliseconds since 1970. */
  now(): number
  /** Microseconds, never the same twice: what PostgreSQL says when a row is made. */
  stamp(): number
  readonly users: readonly FakeUser[]
  readonly spaces: readonly FakeSpace[]
  readonly pages: Map<string, FakePage>
  readonly labels: Map<string, FakeLabel>
  readonly shares: Map<string, FakeShare>
  /** What people typed and a `replace` destroyed. */
  readonly lost: string[]
  user(idOrEmail: string): FakeUser
  space(idOrSlug: string): FakeSpace
  /** By either id, also from the trash. */
  page(idOrSlugId: string): FakePage
  /** Throws what Docmost answers when the role is too small, as it was up to five seconds ago. */
  need(user: FakeUser, spaceId: string, what: 'read' | 'write' | 'admin'): void
}

/** `key` is the name. */
export type FakeLabel = { readonly id: string; readonly name: string; readonly at: number }

export type WorldOptions = {
  readonly spaces: readonly SpaceSeed[]
  readonly users: readonly UserSeed[]
  readonly clock: { now(): number }
}

export type UserSeed = { readonly email: string; readonly name: string; readonly password: string }

/** Roles by e-mail. */
export type SpaceSeed = {
  readonly name: string
  readonly slug: string
  readonly members: Readonly<Record<string, Role>>
}

const ROLES_CACHED_MS = 5_000
const RANK = { read: ['admin', 'writer', 'reader'], write: ['admin', 'writer'], admin: ['admin'] } as const

export function createWorld({ spaces, users, clock }: WorldOptions): World {
  const ids = createIds()
  let last = 0
  const stamp = () => {
    last = Math.max(last + 1, clock.now() * 1000 + 1)
    return last
  }
  const people = users.map((seed) => ({ ...seed, id: ids.uuid(clock.now()), createdAt: stamp() }))
  const rooms = spaces.map(({ name, slug, members }) => ({
    name,
    slug,
    id: ids.uuid(clock.now()),
    createdAt: stamp(),
    members: new Map(Object.entries(members).map(([email, role]) => [user(email).id, role])),
  }))
  const pages = new Map<string, FakePage>()
  const cached = new Map<string, { readonly role: Role | undefined; readonly until: number }>()

  function user(idOrEmail: string): FakeUser {
    const found = people.find(({ id, email }) => id === idOrEmail || email === idOrEmail)
    if (found === undefined) throw new Error(`no user ${idOrEmail}`)
    return found
  }

  function roleOf(userId: string, spaceId: string): Role | undefined {
    const key = `${userId} ${spaceId}`
    const known = cached.get(key)
    if (known !== undefined && clock.now() < known.until) return known.role
    const role = rooms.find(({ id }) => id === spaceId)?.members.get(userId)
    cached.set(key, { role, until: clock.now() + ROLES_CACHED_MS })
    return role
  }

  return {
    ids,
    workspaceId: ids.uuid(clock.now()),
    now: () => clock.now(),
    stamp,
    users: people,
    spaces: rooms,
    pages,
    labels: new Map(),
    shares: new Map(),
    lost: [],
    user,
    space(idOrSlug) {
      const found = rooms.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug)
      if (found === undefined) throw NO_SPACE()
      return found
    },
    page(idOrSlugId) {
      const found =
        pages.get(idOrSlugId.toLowerCase()) ?? [...pages.values()].find((one) => one.slugId === idOrSlugId)
      if (found === undefined) throw NO_PAGE()
      return found
    },
    need({ id }, spaceId, what) {
      const role = roleOf(id, spaceId)
      if (role === undefined) throw NO_SPACE()
      if (!RANK[what].some((one) => one === role)) throw FORBIDDEN()
    },
  }
}

/** As the answers have it: cut to milliseconds. */
export function iso(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString()
}
