import type { Logger } from 'pino'
import { z } from 'zod'
import type { GitHub, NewIssue, Ticket } from '../../runs/github.ts'
import type { Ask } from './ask.ts'
import { openWithAssignees } from './assignees.ts'
import { isMarked, marked } from './marker.ts'
import { pagesOf } from './pages.ts'

/** Of a hundred each. A repeat comes within hours, so what it looks for is among the newest. */
const MOST_PAGES_OF_ISSUES = 5
const MOST_PAGES_OF_COMMENTS = 10

const listedSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  body: z.string().nullish(),
  /** GitHub lists pull requests among the issues. */
  pull_request: z.unknown().optional(),
})
const commentSchema = z.object({ body: z.string().nullish() })
const issueSchema = z.object({
  state: z.enum(['open', 'closed']),
  closed_by: z.object({ login: z.string() }).nullish(),
})

export async function openIssue(ask: Ask, issue: NewIssue, log: Pick<Logger, 'warn'>): Promise<Ticket> {
  const made = await findIssue(ask, issue.key)
  return made ?? openWithAssignees(ask, { ...issue, body: marked(issue.body, issue.key) }, log)
}

export async function readIssue(ask: Ask, number: number): ReturnType<GitHub['issue']> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}'
  const { data } = await ask(route, { issue_number: number }, issueSchema)
  const by = data.state === 'closed' ? data.closed_by?.login : undefined
  return by === undefined ? { state: data.state } : { state: data.state, by }
}

export async function addComment(
  ask: Ask,
  number: number,
  comment: { readonly key: string; readonly body: string },
): Promise<void> {
  const listed = {
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    schema: commentSchema,
    most: MOST_PAGES_OF_COMMENTS,
    parameters: { issue_number: number },
  }
  for await (const page of pagesOf(ask, listed)) {
    if (page.some((one) => isMarked(one.body, comment.key))) return
  }
  const body = marked(comment.body, comment.key)
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
  await ask(route, { issue_number: number, body }, z.unknown())
}

/** Lists rather than searches: the index of the search lags behind. */
async function findIssue(ask: Ask, key: string): Promise<Ticket | undefined> {
  const newestFirst = {
    route: 'GET /repos/{owner}/{repo}/issues',
    schema: listedSchema,
    most: MOST_PAGES_OF_ISSUES,
    parameters: { state: 'all', sort: 'created', direction: 'desc' },
  }
  for await (const page of pagesOf(ask, newestFirst)) {
    // The oldest of them: a person who copies an issue copies its mark.
    const made = page.findLast((one) => !one.pull_request && isMarked(one.body, key))
    if (made !== undefined) return { number: made.number, url: made.html_url }
  }
  return undefined
}
