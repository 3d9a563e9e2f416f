import { z } from 'zod'
import type { GitHub, Proposal, Ticket } from '../../runs/github.ts'
import type { Repository } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { failure, unless } from './errors.ts'
import { readIssue } from './issues.ts'
import { fitted, fittedTitle } from './marker.ts'
import { pagesOf } from './pages.ts'

/** Of fifty or a hundred each. */
const MOST_PAGES = 20
const LIST = 'GET /repos/{owner}/{repo}/pulls'

const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  merged_by: z.object({ login: z.string() }).nullish(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({
    ref: z.string(),
    /** On Forgejo the branch, even when it is gone. */
    label: z.string().nullish(),
    sha: z.string(),
    repo: z.object({ full_name: z.string() }).nullish(),
  }),
})

export type Pull = z.infer<typeof pullSchema>

export async function readPull(ask: Ask, number: number): ReturnType<GitHub['pull']> {
  return stateOf(ask, await pullNumbered(ask, number))
}

/** A merged one with the commit that it became. */
export async function readPullWithCommit(ask: Ask, number: number): ReturnType<Repository['pull']> {
  const pull = await pullNumbered(ask, number)
  const state = await stateOf(ask, pull)
  const commit = state.state === 'merged' ? pull.merge_commit_sha : undefined
  return commit ? { ...state, commit } : state
}

async function pullNumbered(ask: Ask, number: number): Promise<Pull> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
  return (await ask(route, { pull_number: number }, pullSchema)).data
}

async function stateOf(ask: Ask, data: Pull): ReturnType<GitHub['pull']> {
  if (data.state === 'open') return { state: 'open' }
  // Who closed a pull request is told of it as an issue only.
  if (!data.merged_at) return { ...(await readIssue(ask, data.number)), state: 'closed' }
  const by = data.merged_by?.login
  return by === undefined ? { state: 'merged' } : { state: 'merged', by }
}

/** The pull requests from a branch of this repository (`owner/name`), newest first; a fork may have one of that name. */
export async function pullsFrom(ask: Ask, repository: string, branch: string): Promise<readonly Pull[]> {
  const head = `${repository.split('/')[0]}:${branch}`
  const parameters = { state: 'all', head, sort: 'created', direction: 'desc' }
  const own = (pull: Pull) => pull.head.repo?.full_name.toLowerCase() === repository.toLowerCase()
  const found: Pull[] = []
  // GitHub has them on one page; Forgejo doesn't look at `head` and lists every one.
  for await (const page of pagesOf(ask, { route: LIST, schema: pullSchema, most: MOST_PAGES, parameters }))
    found.push(...page.filter((pull) => isFrom(pull, branch) && own(pull)))
  return found
}

export async function openPull(
  ask: Ask,
  repository: string,
  { branch, title, body }: Proposal,
  base: string,
): Promise<Ticket> {
  const parameters = { title: fittedTitle(title), body: fitted(body), head: branch, base }
  const route = 'POST /repos/{owner}/{repo}/pulls'
  // Forgejo calls it a conflict when one is there.
  const opened = await unless('conflict', () =>
    unless('unprocessable', () => ask(route, parameters, pullSchema)),
  )
  if (opened !== undefined) return ticketOf(opened.data)
  // Another worker may have opened it meanwhile.
  const open = (await pullsFrom(ask, repository, branch)).find((pull) => pull.state === 'open')
  if (open !== undefined) return ticketOf(open)
  throw failure('unprocessable', { retry: false, said: `no pull request from ${branch} into ${base}` })
}

function isFrom({ head }: Pull, branch: string): boolean {
  return head.ref === branch || head.label === branch
}

export function ticketOf(pull: Pull): Ticket {
  return { number: pull.number, url: pull.html_url }
}
