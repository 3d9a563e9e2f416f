import { z } from 'zod'

const text = z.string().min(1)
const sha = z.string().regex(/^[0-9a-f]{40}$/)
const signature = z.strictObject({
  name: text,
  email: text,
  date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
})

/** The routes of the Git data API, of tags, comparisons and releases; see `github-routes.ts`. */
export const GIT_ROUTES = [
  { name: 'GET /tags', path: /^\/tags$/ },
  { name: 'GET /compare/{basehead}', path: /^\/compare\/(.+\.\.\..+)$/ },
  { name: 'GET /git/commits/{sha}', path: /^\/git\/commits\/([0-9a-f]{40})$/ },
  {
    name: 'POST /git/commits',
    path: /^\/git\/commits$/,
    body: z.strictObject({
      message: text,
      tree: sha,
      parents: z.array(sha),
      author: signature,
      committer: signature,
    }),
  },
  { name: 'GET /git/trees/{sha}', path: /^\/git\/trees\/([0-9a-f]{40})$/ },
  {
    name: 'POST /git/trees',
    path: /^\/git\/trees$/,
    body: z.strictObject({
      base_tree: sha,
      tree: z.array(
        z.strictObject({
          path: text,
          mode: z.enum(['100644', '100755']),
          type: z.literal('blob'),
          content: z.string(),
        }),
      ),
    }),
  },
  { name: 'GET /git/tags/{sha}', path: /^\/git\/tags\/([0-9a-f]{40})$/ },
  {
    name: 'POST /git/tags',
    path: /^\/git\/tags$/,
    body: z.strictObject({
      tag: text,
      message: text,
      object: sha,
      type: z.literal('commit'),
      tagger: signature,
    }),
  },
  { name: 'GET /releases/tags/{tag}', path: /^\/releases\/tags\/(.+)$/ },
  {
    name: 'POST /releases',
    path: /^\/releases$/,
    body: z.strictObject({
      tag_name: text,
      name: text,
      body: z.string().max(125_000),
      make_latest: z.enum(['true', 'false', 'legacy']),
    }),
  },
] as const satisfies readonly { name: string; path: RegExp; body?: z.ZodType }[]
