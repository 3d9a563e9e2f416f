import { LABEL_ROUTES } from './docmost-label-routes.ts'
import { LIST_ROUTES } from './docmost-list-routes.ts'
import { PAGE_ROUTES } from './docmost-page-routes.ts'
import type { Body, Rule } from './docmost-rules.ts'
import { userOf, workspaceOf } from './docmost-shapes.ts'
import { SHARE_ROUTES } from './docmost-share-routes.ts'
import type { FakeUser, World } from './docmost-world.ts'

export type Route = {
  readonly rules: readonly Rule[]
  /** Properties that may hold anything. */
  readonly free?: readonly string[]
  /** `data` of the answer; void operations have none. */
  handle(world: World, body: Body, user: FakeUser): unknown
}

/** Below `/api/`. Everything else of Docmost is unknown here, and remembered when it is asked for. */
export const ROUTES = {
  'users/me': {
    rules: [],
    handle: (world, _body, user) => ({ user: userOf(world, user), workspace: workspaceOf(world) }),
  },
  ...PAGE_ROUTES,
  ...LIST_ROUTES,
  ...LABEL_ROUTES,
  ...SHARE_ROUTES,
} as const satisfies Readonly<Record<string, Route>>

/** Those that have no user yet, or no more. */
export const AUTH_ROUTES = ['auth/login', 'auth/logout'] as const

export type RouteName = keyof typeof ROUTES | (typeof AUTH_ROUTES)[number]

const table: ReadonlyMap<string, Route> = new Map(Object.entries(ROUTES))

export const ROUTE_NAMES: readonly RouteName[] = [...AUTH_ROUTES, ...namesOf(ROUTES)]

function namesOf<T extends object>(record: T): (keyof T)[] {
  const names: (keyof T)[] = []
  for (const name in record) names.push(name)
  return names
}

export function findRoute(path: string): Route | undefined {
  return table.get(path)
}
