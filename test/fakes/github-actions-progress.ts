import {
  type CheckRun,
  type CiDeployment,
  type CiEnvironment,
  type CiRun,
  checkRow,
  deploymentRow,
  deploymentStatusRow,
  runRow,
} from './github-actions-shapes.ts'
import type { Hooks } from './github-hooks.ts'
import type { Row } from './github-upstream.ts'

export type Trigger = 'push_tag' | 'push_branch' | 'workflow_dispatch'
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out' | 'neutral'

export type WorkflowOptions = {
  readonly on: readonly Trigger[]
  /** Of its only job: it makes a deployment there, and waits for the environment's reviewers. */
  readonly environment?: string
  /** Names of the inputs of a dispatch. */
  readonly inputs?: readonly string[]
  /** With it a run goes on by itself and ends so; without, it stays where it is until the test moves it. */
  readonly ends?: Conclusion
  /** What its job does meanwhile: the run ends afterwards. */
  readonly job?: (run: Readonly<CiRun>) => Promise<unknown>
  /** A run is there a moment after what started it; with `when_told` only after `appear`. */
  readonly appears?: 'soon' | 'when_told'
}

export type Workflow = WorkflowOptions & { readonly file: string }

export type ProgressDeps = {
  readonly hooks: Pick<Hooks, 'send'>
  readonly checks: CheckRun[]
  readonly deployments: CiDeployment[]
  readonly workflows: ReadonlyMap<string, Workflow>
  guardOf(run: CiRun): CiEnvironment | undefined
  told(by: string): Row
  next(): number
  now(): number
}

/** How a run goes on: its check, its deployment and the webhooks of each step. */
export function createProgress(deps: ProgressDeps) {
  const { hooks, checks, deployments, workflows, guardOf, told, next, now } = deps

  async function tellRun(run: CiRun, action: string): Promise<void> {
    const workflow = { path: `.github/workflows/${run.file}`, name: run.file }
    await hooks.send('workflow_run', { action, workflow_run: runRow(run), workflow, ...told(run.by) })
  }

  async function report(run: CiRun, state: string): Promise<void> {
    const deployment = deployments.findLast((one) => one.run === run.id)
    if (deployment === undefined) return
    const status = { id: next(), state, at: now() }
    deployment.statuses.push(status)
    if (state === 'success') retire(deployment)
    await hooks.send('deployment_status', {
      action: 'created',
      deployment: deploymentRow(deployment),
      deployment_status: deploymentStatusRow(deployment, status),
      ...told(run.by),
    })
  }

  /** What was deployed there before is inactive now. */
  function retire(by: CiDeployment): void {
    const others = deployments.filter((one) => one !== by && one.environment === by.environment)
    for (const { statuses: of } of others) {
      if (of.at(-1)?.state === 'success') of.push({ id: next(), state: 'inactive', at: now() })
    }
  }

  async function check(run: CiRun): Promise<void> {
    const name = run.file.replace(/\.ya?ml$/, '')
    const known = checks.find((one) => one.suite === run.suite)
    const one = known ?? { id: next(), name, commit: run.commit, suite: run.suite, app: 'github-actions' }
    const status = run.status === 'waiting' ? 'queued' : run.status
    const made: CheckRun = Object.assign(one, { status, conclusion: run.conclusion })
    if (known === undefined) checks.push(made)
    const action = run.status === 'completed' ? 'completed' : 'created'
    await hooks.send('check_run', { action, check_run: checkRow(made), ...told(run.by) })
  }

  async function show(run: CiRun): Promise<void> {
    await check(run)
    await tellRun(run, 'requested')
    if (workflows.get(run.file)?.ends !== undefined) await begin(run)
  }

  async function begin(run: CiRun): Promise<void> {
    if (run.status !== 'queued') throw new Error(`run ${run.id} is ${run.status}`)
    const environment = workflows.get(run.file)?.environment
    const { id, ref, commit } = run
    if (environment !== undefined)
      deployments.push({ id: next(), run: id, environment, ref, commit, statuses: [] })
    const guard = guardOf(run)
    if (guard === undefined || !isGuarded(guard)) return proceed(run)
    run.status = 'waiting'
    await report(run, 'waiting')
    // GitHub tells of the review with an event of its own, which nobody here is subscribed to.
  }

  async function proceed(run: CiRun): Promise<void> {
    run.status = 'in_progress'
    await tellRun(run, 'in_progress')
    await report(run, 'in_progress')
    const { ends, job } = workflows.get(run.file) ?? {}
    await job?.(run)
    if (ends !== undefined) await end(run, ends)
  }

  async function end(run: CiRun, conclusion: Conclusion): Promise<void> {
    run.status = 'completed'
    run.conclusion = conclusion
    await report(run, conclusion === 'success' ? 'success' : 'failure')
    await check(run)
    const suite = { id: run.suite, head_sha: run.commit, status: 'completed', conclusion }
    await hooks.send('check_suite', { action: 'completed', check_suite: suite, ...told(run.by) })
    await tellRun(run, 'completed')
  }

  async function review(run: CiRun, verdict: 'approved' | 'rejected'): Promise<void> {
    if (verdict === 'approved') await proceed(run)
    else await end(run, 'failure')
  }

  return { show, begin, end, review, report }
}

function isGuarded({ reviewers, teams }: CiEnvironment): boolean {
  return reviewers.length + Object.keys(teams).length > 0
}
