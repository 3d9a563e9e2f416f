import { z } from 'zod'
import type { RepositoryEvent } from '../../runs/reconcile.ts'

export type Ignored = {
  readonly ignored: 'another_event' | 'another_action' | 'another_repository' | 'unreadable'
}

/** Something about CI, branches or tags changed: a reason to ask GitHub, and no more than that. */
export type MovedOn = { readonly kind: 'moved_on'; readonly delivery: string }

/** The last four are those of Forgejo for its runs. */
const MOVING: readonly string[] = [
  'workflow_run',
  'deployment_status',
  'check_run',
  'check_suite',
  'status',
  'push',
  'create',
  'delete',
  'action_run_success',
  'action_run_failure',
  'action_run_recover',
  'workflow_job',
]

const person = z.object({ login: z.string() }).nullish()
const named = z.object({ full_name: z.string() })
const actionSchema = z.object({ action: z.string() })
const aboutSchema = z.union([
  z.object({ repository: named }).transform(({ repository }) => repository.full_name),
  z.object({ run: z.object({ repository: named }) }).transform(({ run }) => run.repository.full_name),
])
const issueSchema = z.object({ issue: z.object({ number: z.number() }), sender: person })
const pullSchema = z.object({
  pull_request: z.object({ number: z.number(), merged: z.boolean(), merged_by: person }),
  sender: person,
})

const ISSUE_KINDS: Readonly<Record<string, 'issue_closed' | 'issue_reopened'>> = {
  closed: 'issue_closed',
  reopened: 'issue_reopened',
}

/** `name` as `X-GitHub-Event` has it; `repository` is `owner/name`. */
export function readEvent(
  name: string | undefined,
  delivery: string | undefined,
  payload: unknown,
  repository: string,
): RepositoryEvent | MovedOn | Ignored {
  const moves = MOVING.includes(name ?? '')
  if (name !== 'issues' && name !== 'pull_request' && !moves) return { ignored: 'another_event' }
  const about = aboutSchema.safeParse(payload).data
  if (about === undefined || delivery === undefined) return { ignored: 'unreadable' }
  // GitHub doesn't tell capitals apart in names.
  if (about.toLowerCase() !== repository.toLowerCase()) return { ignored: 'another_repository' }
  if (moves) return { kind: 'moved_on', delivery }
  const told = actionSchema.safeParse(payload).data
  if (told === undefined) return { ignored: 'unreadable' }
  return name === 'issues'
    ? readIssue(told.action, delivery, payload)
    : readPull(told.action, delivery, payload)
}

function readIssue(action: string, delivery: string, payload: unknown): RepositoryEvent | Ignored {
  const kind = ISSUE_KINDS[action]
  if (kind === undefined) return { ignored: 'another_action' }
  const told = issueSchema.safeParse(payload).data
  if (told === undefined) return { ignored: 'unreadable' }
  return { kind, number: told.issue.number, ...byOf(told.sender?.login), delivery }
}

function readPull(action: string, delivery: string, payload: unknown): RepositoryEvent | Ignored {
  if (action !== 'closed') return { ignored: 'another_action' }
  const told = pullSchema.safeParse(payload).data
  if (told === undefined) return { ignored: 'unreadable' }
  const { number, merged, merged_by } = told.pull_request
  // Auto-merge and merge queues: the sender may be a bot, `merged_by` is who is answerable.
  const by = (merged ? merged_by?.login : undefined) ?? told.sender?.login
  return { kind: merged ? 'pull_merged' : 'pull_closed', number, ...byOf(by), delivery }
}

function byOf(login: string | undefined) {
  return login === undefined ? {} : { by: login }
}
