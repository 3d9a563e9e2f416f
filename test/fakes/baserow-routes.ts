import { isFilter } from './baserow-list.ts'

const NAMED = ['user_field_names']
const WRITE = [...NAMED, 'send_webhook_events']
const ROWS = String.raw`\/api\/database\/rows\/table\/(\d+)`
const HOOKS = String.raw`\/api\/database\/webhooks`

/**
 * The routes that this Baserow knows, each with who may ask and the query that it may carry. Paths stand below the
 * origin; ids of the path come in order.
 */
const ROUTES = [
  { name: 'GET rows', path: `${ROWS}/`, by: 'either', query: [...NAMED, 'page', 'size', 'order_by'] },
  { name: 'POST rows', path: `${ROWS}/`, by: 'either', query: [...WRITE, 'before'] },
  { name: 'GET row', path: `${ROWS}/(\\d+)/`, by: 'either', query: NAMED },
  { name: 'PATCH row', path: `${ROWS}/(\\d+)/`, by: 'either', query: WRITE },
  { name: 'DELETE row', path: `${ROWS}/(\\d+)/`, by: 'either', query: ['send_webhook_events'] },
  { name: 'PATCH move', path: `${ROWS}/(\\d+)/move/`, by: 'either', query: [...WRITE, 'before_id'] },
  { name: 'POST batch', path: `${ROWS}/batch/`, by: 'either', query: [...WRITE, 'before'] },
  { name: 'PATCH batch', path: `${ROWS}/batch/`, by: 'either', query: WRITE },
  { name: 'POST batch-delete', path: `${ROWS}/batch-delete/`, by: 'either', query: ['send_webhook_events'] },
  { name: 'GET fields', path: String.raw`\/api\/database\/fields\/table\/(\d+)/`, by: 'either', query: [] },
  { name: 'GET all-tables', path: '/api/database/tables/all-tables/', by: 'token', query: [] },
  { name: 'GET check', path: '/api/database/tokens/check/', by: 'token', query: [] },
  { name: 'POST token-auth', path: '/api/user/token-auth/', by: 'anybody', query: [] },
  { name: 'POST token-refresh', path: '/api/user/token-refresh/', by: 'anybody', query: [] },
  { name: 'GET webhooks', path: `${HOOKS}/table/(\\d+)/`, by: 'person', query: [] },
  { name: 'POST webhooks', path: `${HOOKS}/table/(\\d+)/`, by: 'person', query: [] },
  { name: 'POST test-call', path: `${HOOKS}/table/(\\d+)/test-call/`, by: 'person', query: [] },
  { name: 'GET webhook', path: `${HOOKS}/(\\d+)/`, by: 'person', query: [] },
  { name: 'PATCH webhook', path: `${HOOKS}/(\\d+)/`, by: 'person', query: [] },
  { name: 'DELETE webhook', path: `${HOOKS}/(\\d+)/`, by: 'person', query: [] },
] as const

export type BaserowRoute = (typeof ROUTES)[number]['name']

export type Door = 'either' | 'token' | 'person' | 'anybody'

export type FoundRoute = {
  readonly name: BaserowRoute
  readonly by: Door
  readonly ids: readonly number[]
  /** Names in the query that the route doesn't have. */
  readonly unknown: readonly string[]
}

export function findRoute(method: string, url: URL): FoundRoute | undefined {
  for (const { name, path, by, query } of ROUTES) {
    const match = name.startsWith(`${method} `) ? new RegExp(`^${path}$`).exec(url.pathname) : null
    if (match === null) continue
    const allowed: readonly string[] = query
    const unknown = [...url.searchParams.keys()].filter(
      (key) => !allowed.includes(key) && !(name === 'GET rows' && isFilter(key)),
    )
    return { name, by, ids: match.slice(1).map(Number), unknown }
  }
  return undefined
}
