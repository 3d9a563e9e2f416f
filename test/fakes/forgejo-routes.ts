import { z } from 'zod'

const text = z.string().min(1)
const sha = z.string().regex(/^[0-9a-f]{40}$/)
const identity = z.strictObject({ name: text, email: text })
const date = z.iso.datetime()
const PAGED = ['page', 'limit']

const file = {
  branch: text,
  message: text,
  author: identity.optional(),
  committer: identity.optional(),
  dates: z.strictObject({ author: date, committer: date }).optional(),
}
export const newFile = z.strictObject({ ...file, content: z.base64() })
export const changedFile = z.strictObject({ ...file, content: z.base64(), sha })
export const removedFile = z.strictObject({ ...file, sha })
export const newBranch = z.strictObject({ new_branch_name: text, old_ref_name: text })
export const newTag = z.strictObject({ tag_name: text, target: text, message: z.string() })
export const newRelease = z.strictObject({ tag_name: text, name: z.string(), body: z.string() })
export const newPull = z.strictObject({ title: text, body: z.string(), head: text, base: text })

export const newDispatch = z.strictObject({
  ref: text,
  inputs: z.record(z.string(), z.string()).optional(),
  return_run_info: z.boolean().optional(),
})

/** As `templates/swagger/v1_json.tmpl` of Forgejo has them, below `/repos/{owner}/{repo}`. */
const ROUTES = [
  { name: 'GET /', path: /^$/ },
  { name: 'GET /commits', path: /^\/commits$/ },
  { name: 'GET /contents/{path}', path: /^\/contents\/(.+)$/ },
  { name: 'POST /contents/{path}', path: /^\/contents\/(.+)$/, body: newFile },
  { name: 'PUT /contents/{path}', path: /^\/contents\/(.+)$/, body: changedFile },
  { name: 'DELETE /contents/{path}', path: /^\/contents\/(.+)$/, body: removedFile },
  { name: 'GET /git/refs/{ref}', path: /^\/git\/refs\/(.+)$/ },
  { name: 'GET /git/commits/{sha}', path: /^\/git\/commits\/([^/]+)$/ },
  { name: 'GET /git/tags/{sha}', path: /^\/git\/tags\/([0-9a-f]{40})$/ },
  { name: 'POST /branches', path: /^\/branches$/, body: newBranch },
  { name: 'DELETE /branches/{branch}', path: /^\/branches\/(.+)$/ },
  { name: 'GET /tags', path: /^\/tags$/ },
  { name: 'POST /tags', path: /^\/tags$/, body: newTag },
  { name: 'GET /releases/tags/{tag}', path: /^\/releases\/tags\/(.+)$/ },
  { name: 'GET /releases', path: /^\/releases$/ },
  { name: 'POST /releases', path: /^\/releases$/, body: newRelease },
  { name: 'GET /pulls', path: /^\/pulls$/ },
  { name: 'POST /pulls', path: /^\/pulls$/, body: newPull },
  { name: 'GET /pulls/{index}', path: /^\/pulls\/(\d+)$/ },
  { name: 'GET /issues', path: /^\/issues$/ },
  { name: 'GET /issues/{index}', path: /^\/issues\/(\d+)$/ },
  { name: 'GET /commits/{ref}/status', path: /^\/commits\/([^/]+)\/status$/, query: PAGED },
  {
    name: 'GET /actions/runs',
    path: /^\/actions\/runs$/,
    // It ignores a filter that it doesn't know, and answers with everything.
    query: ['event', 'status', 'run_number', 'head_sha', 'ref', 'workflow_id', ...PAGED],
  },
  { name: 'GET /actions/runs/{run_id}', path: /^\/actions\/runs\/(\d+)$/ },
  {
    name: 'POST /actions/workflows/{file}/dispatches',
    path: /^\/actions\/workflows\/([^/]+)\/dispatches$/,
    body: newDispatch,
  },
] as const satisfies readonly {
  name: string
  path: RegExp
  body?: z.ZodType
  query?: readonly string[]
}[]

export type ForgejoRoute = (typeof ROUTES)[number]['name']

export function findForgejoRoute(method: string, path: string) {
  for (const route of ROUTES) {
    const match = route.name.startsWith(`${method} `) ? route.path.exec(path) : null
    if (match === null) continue
    const schema: z.ZodType | undefined = 'body' in route ? route.body : undefined
    const query: readonly string[] | undefined = 'query' in route ? route.query : undefined
    return { name: route.name, query, part: decodeURIComponent(match[1] ?? ''), schema }
  }
  return undefined
}
