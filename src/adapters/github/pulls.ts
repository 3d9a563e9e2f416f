import { z } from 'zod'
import type { GitHub, Proposal, Ticket } from '../../runs/github.ts'
import type { Ask } from './ask.ts'
import { failure, unless } from './errors.ts'
import { readIssue } from './issues.ts'
import { fitted, fittedTitle } from './marker.ts'

const LIST = 'GET /repos/{owner}/{repo}/pulls'

const pullSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  merged_by: z.object({ login: z.string() }).nullish(),
  head: z.object({
    ref: z.string(),
    sha: z.string(),
    repo: z.object({ full_name: z.string() }).nullish(),
  }),
})

export type Pull = z.infer<typeof pullSchema>

export async function readPull(ask: Ask, number: number): ReturnType<GitHub['pull']> {
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
  const { data } = await ask(route, { pull_number: number }, pullSchema)
  if (data.state === 'open') return { state: 'open' }
  // Who closed a pull request is told of it as an issue only.
  if (!data.merged_at) return { ...(await readIssue(ask, number)), state: 'closed' }
  const by = data.merged_by?.login
  return by === undefined ? { state: 'merged' } : { state: 'merged', by }
}

/** The pull requests from a branch of this repository (`owner/name`), newest first; a fork may have one of that name. */
export async function pullsFrom(ask: Ask, repository: string, branch: string): Promise<readonly Pull[]> {
  const head = `${repository.split('/')[0]}:${branch}`
  const parameters = { state: 'all', head, sort: 'created', direction: 'desc', per_page: 100 }
  const { data } = await ask(LIST, parameters, z.array(pullSchema))
  const own = (pull: Pull) => pull.head.repo?.full_name.toLowerCase() === repository.toLowerCase()
  return data.filter((pull) => pull.head.ref === branch && own(pull))
}

export async function openPull(
  ask: Ask,
  repository: string,
  { branch, title, body }: Proposal,
  base: string,
): Promise<Ticket> {
  const parameters = { title: fittedTitle(title), body: fitted(body), head: branch, base }
  const route = 'POST /repos/{owner}/{repo}/pulls'
  const opened = await unless('unprocessable', () => ask(route, parameters, pullSchema))
  if (opened !== undefined) return ticketOf(opened.data)
  // Another worker may have opened it meanwhile.
  const open = (await pullsFrom(ask, repository, branch)).find((pull) => pull.state === 'open')
  if (open !== undefined) return ticketOf(open)
  throw failure('unprocessable', { retry: false, said: `no pull request from ${branch} into ${base}` })
}

export function ticketOf(pull: Pull): Ticket {
  return { number: pull.number, url: pull.html_url }
}
