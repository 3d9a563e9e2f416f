import { z } from 'zod'
import type { Actions } from './github-actions.ts'
import {
  type CheckRun,
  type CiRun,
  checkRow,
  deploymentRow,
  deploymentStatusRow,
  environmentRow,
  pendingRow,
  runRow,
  statusRow,
} from './github-actions-shapes.ts'
import { type Incoming, NOT_FOUND } from './github-answers.ts'
import { cut } from './github-lists.ts'
import { commitOf } from './github-refs.ts'
import { type Answer, BOT, type Upstream } from './github-upstream.ts'

const dispatchBody = z.object({ ref: z.string(), inputs: z.record(z.string(), z.string()).optional() })
const reviewBody = z.object({
  environment_ids: z.array(z.number()),
  state: z.enum(['approved', 'rejected']),
  comment: z.string(),
})

/** GitHub Actions, which emulate doesn't have; undefined for a route of another part. */
export function createActionsAnswers(actions: Actions, upstream: Upstream) {
  return async ({ route, url, body, person }: Incoming): Promise<Answer | undefined> => {
    const { part } = route
    switch (route.name) {
      case 'GET /user':
        return person === undefined
          ? refused(403, 'Resource not accessible by integration')
          : ok({ login: person, type: 'User' })
      case 'GET /orgs/{org}/teams/{team}/memberships/{login}':
        return membership(part)
      case 'GET /commits/{sha}/check-runs':
        return checkRuns(part, url)
      case 'GET /commits/{sha}/status': {
        const newest = latest(actions.statuses(part), (one) => one.context)
        return cut(newest.map(statusRow), url, (statuses) => ({
          sha: part,
          state: 'pending',
          total_count: newest.length,
          statuses,
        }))
      }
      case 'GET /actions/runs':
        return listRuns(actions.listed(), url)
      case 'GET /actions/workflows/{file}/runs': {
        const isThere = actions.workflow(part) !== undefined
        return isThere
          ? listRuns(
              actions.listed().filter((run) => run.file === part),
              url,
            )
          : NOT_FOUND
      }
      case 'POST /actions/workflows/{file}/dispatches':
        return dispatch(part, dispatchBody.parse(body))
      case 'GET /actions/runs/{id}':
        return withRun(part, (run) => ok(runRow(run)))
      case 'POST /actions/runs/{id}/rerun-failed-jobs':
        return withRun(part, rerun)
      case 'GET /actions/runs/{id}/pending_deployments':
        return withRun(part, (run) => ok(pendingOf(run)))
      case 'POST /actions/runs/{id}/pending_deployments':
        return withRun(part, (run) => review(run, reviewBody.parse(body)))
      case 'GET /deployments':
        return deployments(url)
      case 'GET /deployments/{id}/statuses': {
        const found = actions.deployments.find((one) => one.id === Number(part))
        if (found === undefined) return NOT_FOUND
        return cut(found.statuses.map((one) => deploymentStatusRow(found, one)).reverse(), url)
      }
      case 'GET /environments/{name}': {
        const found = actions.environment(part)
        return found === undefined ? NOT_FOUND : ok(environmentRow(found))
      }
      default:
        return undefined
    }
  }

  function membership(part: string): Answer {
    const [, , team = '', , login = ''] = part.split('/')
    const members = actions.teams().get(team) ?? []
    return members.includes(login) ? ok({ state: 'active', role: 'member' }) : NOT_FOUND
  }

  /** `latest` keeps one of a name for each suite, not for the commit. */
  function checkRuns(commit: string, url: URL): Answer {
    const all = actions.checks(commit)
    const found = url.searchParams.get('filter') === 'all' ? all : latest(all, nameInSuite)
    return cut(found.map(checkRow).reverse(), url, (check_runs) => ({
      total_count: found.length,
      check_runs,
    }))
  }

  function listRuns(runs: readonly CiRun[], url: URL): Answer {
    const ask = url.searchParams
    const found = runs
      .filter((run) => ask.get('branch') === null || run.ref === ask.get('branch'))
      .filter((run) => ask.get('head_sha') === null || run.commit === ask.get('head_sha'))
      .reverse()
    return cut(found.map(runRow), url, (workflow_runs) => ({ total_count: found.length, workflow_runs }))
  }

  function withRun(part: string, act: (run: CiRun) => Answer): Answer {
    const run = actions.listed().find((one) => one.id === Number(part))
    return run === undefined ? NOT_FOUND : act(run)
  }

  async function dispatch(file: string, body: z.infer<typeof dispatchBody>): Promise<Answer> {
    const workflow = actions.workflow(file)
    if (workflow === undefined) return NOT_FOUND
    if (!workflow.on.includes('workflow_dispatch'))
      return refused(422, "Workflow does not have 'workflow_dispatch' trigger")
    const inputs = body.inputs ?? {}
    const strange = Object.keys(inputs).filter((name) => workflow.inputs?.includes(name) !== true)
    if (strange.length > 0) return refused(422, `Unexpected inputs provided: ${JSON.stringify(strange)}`)
    const commit = await commitOf(upstream, body.ref)
    if (commit === undefined) return refused(422, `No ref found for: ${body.ref}`)
    actions.dispatch(workflow, body.ref.replace(/^refs\/(tags|heads)\//, ''), commit, inputs)
    return { status: 204 }
  }

  function rerun(run: CiRun): Answer {
    if (run.status !== 'completed') return refused(403, 'This workflow run is already running')
    if (run.conclusion === 'success') return refused(403, 'The workflow run has no failed jobs')
    actions.inBackground(actions.rerun(run))
    return { status: 201, body: {} }
  }

  function pendingOf(run: CiRun) {
    const guard = run.status === 'waiting' ? actions.guardOf(run) : undefined
    return guard === undefined ? [] : [pendingRow(guard, actions.mayReview(run, BOT))]
  }

  function review(run: CiRun, { environment_ids, state, comment }: z.infer<typeof reviewBody>): Answer {
    const guard = run.status === 'waiting' ? actions.guardOf(run) : undefined
    if (guard === undefined || !environment_ids.includes(guard.id))
      return refused(422, 'There are no pending deployment requests to approve or reject')
    if (!actions.mayReview(run, BOT))
      return refused(403, 'You are not authorized to review this pending deployment')
    const deployment = actions.deployments.findLast((one) => one.run === run.id)
    actions.inBackground(actions.review(run, state, BOT, comment))
    return ok(deployment === undefined ? [] : [deploymentRow(deployment)])
  }

  function deployments(url: URL): Answer {
    const ask = url.searchParams
    const found = actions.deployments
      .filter((one) => ask.get('ref') === null || one.ref === ask.get('ref'))
      .filter((one) => ask.get('environment') === null || one.environment === ask.get('environment'))
    return cut(found.map(deploymentRow).reverse(), url)
  }
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}

function refused(status: number, message: string): Answer {
  return { status, body: { message, status: String(status) } }
}

function nameInSuite({ suite, name }: CheckRun): string {
  return `${suite} ${name}`
}

function latest<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()]
}
