import { z } from 'zod'

const text = z.string().min(1)
const PAGED = ['per_page', 'page']
const RUN = /^\/actions\/runs\/(\d+)/
const NONE = z.undefined()

/** The same for CI: GitHub ignores a misspelt filter and answers with everything, so here the query is strict too. */
export const ACTIONS_ROUTES = [
  // The client names the repository everywhere.
  { name: 'GET /user', path: /^\/user$/, query: ['owner', 'repo'] },
  {
    name: 'GET /orgs/{org}/teams/{team}/memberships/{login}',
    path: /^\/orgs\/([^/]+\/teams\/[^/]+\/memberships\/[^/]+)$/,
    query: ['repo'],
  },
  {
    name: 'GET /commits/{sha}/check-runs',
    path: /^\/commits\/([0-9a-f]{40})\/check-runs$/,
    query: ['filter', 'check_name', 'status', 'app_id', ...PAGED],
  },
  { name: 'GET /commits/{sha}/status', path: /^\/commits\/([0-9a-f]{40})\/status$/, query: PAGED },
  {
    name: 'GET /actions/runs',
    path: /^\/actions\/runs$/,
    query: ['branch', 'head_sha', 'event', 'status', 'exclude_pull_requests', ...PAGED],
  },
  {
    name: 'GET /actions/workflows/{file}/runs',
    path: /^\/actions\/workflows\/([^/]+)\/runs$/,
    query: ['branch', 'head_sha', 'event', 'status', 'exclude_pull_requests', ...PAGED],
  },
  {
    name: 'POST /actions/workflows/{file}/dispatches',
    path: /^\/actions\/workflows\/([^/]+)\/dispatches$/,
    query: [],
    body: z.strictObject({ ref: text, inputs: z.record(z.string(), z.string()).optional() }),
  },
  { name: 'GET /actions/runs/{id}', path: new RegExp(`${RUN.source}$`), query: [] },
  {
    name: 'POST /actions/runs/{id}/rerun-failed-jobs',
    path: new RegExp(`${RUN.source}/rerun-failed-jobs$`),
    query: [],
    body: NONE,
  },
  {
    name: 'GET /actions/runs/{id}/pending_deployments',
    path: new RegExp(`${RUN.source}/pending_deployments$`),
    query: [],
  },
  {
    name: 'POST /actions/runs/{id}/pending_deployments',
    path: new RegExp(`${RUN.source}/pending_deployments$`),
    query: [],
    body: z.strictObject({
      environment_ids: z.array(z.int()).min(1),
      state: z.enum(['approved', 'rejected']),
      comment: z.string(),
    }),
  },
  {
    name: 'GET /deployments',
    path: /^\/deployments$/,
    query: ['environment', 'ref', 'sha', 'task', ...PAGED],
  },
  { name: 'GET /deployments/{id}/statuses', path: /^\/deployments\/(\d+)\/statuses$/, query: PAGED },
  { name: 'GET /environments/{name}', path: /^\/environments\/([^/]+)$/, query: [] },
] as const satisfies readonly { name: string; path: RegExp; query: readonly string[]; body?: z.ZodType }[]
