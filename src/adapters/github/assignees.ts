import type { Logger } from 'pino'
import { z } from 'zod'
import type { NewIssue, Ticket } from '../../runs/github.ts'
import type { Ask } from './ask.ts'
import { unless } from './errors.ts'
import { fittedTitle } from './marker.ts'

const openedSchema = z.object({ number: z.number(), html_url: z.string() })

/**
 * Opens an issue with as much of what was asked for as GitHub takes: without the assignees that it doesn't know,
 * and in the end without assignees and labels. A refusal (422) has opened nothing, so asking again is safe.
 */
export async function openWithAssignees(
  ask: Ask,
  issue: NewIssue,
  log: Pick<Logger, 'warn'>,
): Promise<Ticket> {
  const asked = await unless('unprocessable', () => post(ask, issue))
  if (asked !== undefined) return asked
  const { kept, left } = await sortOut(ask, issue.assignees)
  log.warn({ issue: issue.key, left }, 'GitHub refused an issue; it is opened without these assignees')
  const fewer = await unless('unprocessable', () => post(ask, { ...issue, assignees: kept }))
  if (fewer !== undefined) return fewer
  log.warn({ issue: issue.key }, 'GitHub refused it again; it is opened without assignees and labels')
  return post(ask, { ...issue, assignees: [], labels: [] })
}

async function post(ask: Ask, issue: NewIssue): Promise<Ticket> {
  const { body, labels, assignees } = issue
  const parameters = { title: fittedTitle(issue.title), body, labels, assignees }
  const { data } = await ask('POST /repos/{owner}/{repo}/issues', parameters, openedSchema)
  return { number: data.number, url: data.html_url }
}

async function sortOut(ask: Ask, logins: readonly string[]) {
  const kept: string[] = []
  const left: string[] = []
  for (const assignee of logins) {
    const known = await unless('not_found', async () => {
      await ask('GET /repos/{owner}/{repo}/assignees/{assignee}', { assignee }, z.unknown())
      return true
    })
    const side = known === true ? kept : left
    side.push(assignee)
  }
  return { kept, left }
}
