import { z } from 'zod'
import { ACTIONS_ROUTES } from './github-actions-routes.ts'
import { GIT_ROUTES } from './github-git-routes.ts'

const text = z.string().min(1)
const sha = z.string().regex(/^[0-9a-f]{40}$/)
const names = z.array(z.string())

/**
 * The routes that Vigie may call, each with what its body may hold: one key more and it is refused, as a misspelt
 * one should be. Paths are below `/repos/{owner}/{repo}`; the last one stands at the root.
 */
const ROUTES = [
  ...GIT_ROUTES,
  { name: 'GET /', path: /^$/ },
  { name: 'GET /issues', path: /^\/issues$/ },
  {
    name: 'POST /issues',
    path: /^\/issues$/,
    body: z.strictObject({
      title: text.max(256),
      body: z.string().max(65_536),
      labels: names,
      assignees: names,
    }),
  },
  { name: 'GET /issues/{number}', path: /^\/issues\/(\d+)$/ },
  { name: 'GET /issues/{number}/comments', path: /^\/issues\/(\d+)\/comments$/ },
  {
    name: 'POST /issues/{number}/comments',
    path: /^\/issues\/(\d+)\/comments$/,
    body: z.strictObject({ body: text.max(65_536) }),
  },
  { name: 'GET /assignees/{login}', path: /^\/assignees\/([^/]+)$/ },
  { name: 'GET /commits', path: /^\/commits$/ },
  { name: 'GET /contents/{path}', path: /^\/contents\/(.+)$/ },
  {
    name: 'PUT /contents/{path}',
    path: /^\/contents\/(.+)$/,
    body: z.strictObject({ message: text, content: z.base64(), branch: text, sha: sha.optional() }),
  },
  { name: 'GET /git/blobs/{sha}', path: /^\/git\/blobs\/([0-9a-f]{40})$/ },
  { name: 'GET /git/ref/{ref}', path: /^\/git\/ref\/((?:heads|tags)\/.+)$/ },
  {
    name: 'POST /git/refs',
    path: /^\/git\/refs$/,
    body: z.strictObject({ ref: z.string().regex(/^refs\/(heads|tags)\/./), sha }),
  },
  {
    name: 'PATCH /git/refs/{ref}',
    path: /^\/git\/refs\/(heads\/.+)$/,
    body: z.strictObject({ sha, force: z.boolean() }),
  },
  { name: 'GET /pulls', path: /^\/pulls$/ },
  {
    name: 'POST /pulls',
    path: /^\/pulls$/,
    body: z.strictObject({ title: text.max(256), body: z.string().max(65_536), head: text, base: text }),
  },
  { name: 'GET /pulls/{number}', path: /^\/pulls\/(\d+)$/ },
  { name: 'GET /releases', path: /^\/releases$/ },
  {
    name: 'POST /app/installations/{id}/access_tokens',
    path: /^\/app\/installations\/(\d+)\/access_tokens$/,
  },
  ...ACTIONS_ROUTES,
] as const satisfies readonly { name: string; path: RegExp; query?: readonly string[]; body?: z.ZodType }[]

export type RouteName = (typeof ROUTES)[number]['name']

export type Found = {
  readonly name: RouteName
  /** What stands in the place of `{number}`, `{path}` ... */
  readonly part: string
  readonly judge: (body: unknown, query: URLSearchParams) => string | undefined
}

/** `path` is below the repository, or below the root for the routes of an App. */
export function findRoute(method: string, path: string): Found | undefined {
  for (const route of ROUTES) {
    const match = route.name.startsWith(`${method} `) ? route.path.exec(path) : null
    if (match === null) continue
    const schema = 'body' in route ? route.body : undefined
    const judge = (body: unknown, query: URLSearchParams) => {
      const error = schema?.safeParse(body).error
      return error === undefined ? judgeQuery(route, query) : z.prettifyError(error)
    }
    return { name: route.name, part: decodeURIComponent(match[1] ?? ''), judge }
  }
  return undefined
}

function judgeQuery(route: (typeof ROUTES)[number], query: URLSearchParams): string | undefined {
  const known: readonly string[] | undefined = 'query' in route ? route.query : undefined
  const strange = known === undefined ? undefined : [...query.keys()].find((key) => !known.includes(key))
  return strange === undefined ? undefined : `nobody knows the parameter ${strange}`
}
