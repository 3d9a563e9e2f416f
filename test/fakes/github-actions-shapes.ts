import type { Row } from './github-upstream.ts'

/** What the fake keeps of CI, and how GitHub writes it. */
export type CheckRun = {
  readonly id: number
  readonly name: string
  readonly commit: string
  readonly suite: number
  readonly app: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
}

export type CommitStatus = {
  readonly id: number
  readonly commit: string
  readonly context: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
}

export type CiRun = {
  readonly id: number
  readonly file: string
  readonly suite: number
  readonly event: 'push' | 'workflow_dispatch'
  /** The short name of the branch or tag. */
  readonly ref: string
  readonly commit: string
  readonly by: string
  readonly inputs: Readonly<Record<string, string>>
  readonly createdAt: number
  startedAt: number
  status: 'queued' | 'waiting' | 'in_progress' | 'completed'
  conclusion: string | null
  attempt: number
}

export type CiDeployment = {
  readonly id: number
  readonly run: number
  readonly environment: string
  readonly ref: string
  readonly commit: string
  readonly statuses: { readonly id: number; readonly state: string; readonly at: number }[]
}

export type CiEnvironment = {
  readonly id: number
  readonly name: string
  readonly reviewers: readonly string[]
  /** Logins by the team's slug. */
  readonly teams: Readonly<Record<string, readonly string[]>>
  readonly preventSelfReview: boolean
}

const PAGES = 'https://github.example/formation/hub'

export function runRow(run: CiRun): Row {
  return {
    id: run.id,
    name: run.file,
    path: `.github/workflows/${run.file}`,
    head_branch: run.ref,
    head_sha: run.commit,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    run_attempt: run.attempt,
    check_suite_id: run.suite,
    actor: { login: run.by },
    html_url: `${PAGES}/actions/runs/${run.id}`,
    created_at: iso(run.createdAt),
    run_started_at: iso(run.startedAt),
    updated_at: iso(run.startedAt),
  }
}

export function checkRow(check: CheckRun): Row {
  return {
    id: check.id,
    name: check.name,
    head_sha: check.commit,
    status: check.status,
    conclusion: check.conclusion,
    html_url: `${PAGES}/runs/${check.id}`,
    details_url: `${PAGES}/runs/${check.id}`,
    check_suite: { id: check.suite },
    app: { slug: check.app },
  }
}

export function statusRow({ id, context, state }: CommitStatus): Row {
  return { id, context, state, description: null, target_url: `https://ci.example/${id}` }
}

export function deploymentRow({ id, environment, ref, commit }: CiDeployment): Row {
  return { id, environment, ref, sha: commit, task: 'deploy', original_environment: environment }
}

export function deploymentStatusRow(
  { run, environment }: CiDeployment,
  { id, state, at }: CiDeployment['statuses'][number],
): Row {
  const target_url = `${PAGES}/actions/runs/${run}`
  return { id, state, environment, description: '', target_url, log_url: target_url, created_at: iso(at) }
}

export function environmentRow(environment: CiEnvironment): Row {
  const { id, name, preventSelfReview } = environment
  const rule = { id, type: 'required_reviewers', prevent_self_review: preventSelfReview }
  const reviewers = reviewersOf(environment)
  const timer = { id: id + 1, type: 'wait_timer', wait_timer: 0 }
  return { id, name, protection_rules: reviewers.length === 0 ? [timer] : [timer, { ...rule, reviewers }] }
}

export function pendingRow(environment: CiEnvironment, mayApprove: boolean): Row {
  const { id, name } = environment
  return {
    environment: { id, name },
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: mayApprove,
    reviewers: reviewersOf(environment),
  }
}

function reviewersOf({ reviewers, teams }: CiEnvironment): readonly Row[] {
  return [
    ...reviewers.map((login) => ({ type: 'User', reviewer: { login } })),
    ...Object.keys(teams).map((slug) => ({ type: 'Team', reviewer: { slug, name: slug } })),
  ]
}

/** Whole seconds, as GitHub writes dates. */
function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
