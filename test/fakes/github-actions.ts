import {
  type Conclusion,
  createProgress,
  type Trigger,
  type Workflow,
  type WorkflowOptions,
} from './github-actions-progress.ts'
import {
  type CheckRun,
  type CiDeployment,
  type CiEnvironment,
  type CiRun,
  type CommitStatus,
  checkRow,
  statusRow,
} from './github-actions-shapes.ts'
import type { Hooks } from './github-hooks.ts'
import { commitOf } from './github-refs.ts'
import { BOT, type Row, type Upstream } from './github-upstream.ts'

/** CI as a test steers it. Everything that happens tells the webhook. */
export type GitHubCi = {
  /** The file is on the default branch from now on; again, it is another one. */
  workflow(file: string, options: WorkflowOptions): void
  deleteWorkflow(file: string): void
  /** Without reviewers it guards nothing. */
  environment(name: string, guard?: Partial<Omit<CiEnvironment, 'id' | 'name'>>): void
  status(commit: string, status?: Partial<Pick<CommitStatus, 'context' | 'state'>>): Promise<void>
  /** Another one of the same name stands beside it, newer. */
  checkRun(commit: string, check?: Partial<Omit<CheckRun, 'id' | 'commit'>>): Promise<void>
  /** Somebody starts a workflow on a branch or tag, on the page or by a push. Its id. */
  start(file: string, ref: string, by?: string): Promise<number>
  /** A queued run begins: it waits for reviewers, or is in progress. */
  begin(run: number): Promise<void>
  end(run: number, conclusion: Conclusion): Promise<void>
  /** A job of the run reports about its deployment, while the run goes on. */
  report(run: number, state: string): Promise<void>
  /** A reviewer answers on the page. */
  review(run: number, verdict: 'approved' | 'rejected', by: string): Promise<void>
  /** Runs that were started and aren't listed yet are listed. */
  appear(): Promise<void>
  /** A lightweight tag, pushed by hand. */
  pushTag(name: string, commit: string, by?: string): Promise<void>
  deleteTag(name: string, by?: string): Promise<void>
  /** Every run, oldest first, listed or not. */
  readonly runs: readonly Readonly<CiRun>[]
  readonly reviews: readonly {
    readonly run: number
    readonly verdict: string
    readonly by: string
    readonly comment: string
  }[]
  /** When nothing goes on by itself any more. */
  settled(): Promise<void>
}

const EVENTS = { push_tag: 'push', push_branch: 'push', workflow_dispatch: 'workflow_dispatch' } as const

export type Actions = ReturnType<typeof createActions>

/** The state of CI, and what happens in it. */
export function createActions(upstream: Upstream, hooks: Hooks, repository: string, now: () => number) {
  const workflows = new Map<string, Workflow>()
  const environments = new Map<string, CiEnvironment>()
  const runs: CiRun[] = []
  const hidden = new Set<number>()
  const checks: CheckRun[] = []
  const statuses: CommitStatus[] = []
  const deployments: CiDeployment[] = []
  const reviews: { run: number; verdict: string; by: string; comment: string }[] = []
  const underWay = new Set<Promise<unknown>>()
  let last = 7_000

  const next = () => {
    last += 1
    return last
  }
  const told = (by: string): Row => ({ repository: { full_name: repository }, sender: { login: by } })
  const runOf = (id: number) => {
    const found = runs.find((run) => run.id === id)
    if (found === undefined) throw new Error(`no run ${id}`)
    return found
  }
  const guardOf = (run: CiRun) => {
    const name = workflows.get(run.file)?.environment
    return name === undefined ? undefined : environments.get(name.toLowerCase())
  }
  const deps = { hooks, checks, deployments, workflows, guardOf, told, next, now }
  const progress = createProgress(deps)
  const { begin, end } = progress

  function show(run: CiRun): Promise<void> {
    hidden.delete(run.id)
    return progress.show(run)
  }

  function review(run: CiRun, verdict: 'approved' | 'rejected', by: string, comment = ''): Promise<void> {
    reviews.push({ run: run.id, verdict, by, comment })
    return progress.review(run, verdict)
  }

  function inBackground(happens: Promise<unknown>): void {
    underWay.add(happens)
    happens.finally(() => underWay.delete(happens)).catch(() => undefined)
  }

  function make(workflow: Workflow, run: Pick<CiRun, 'event' | 'ref' | 'commit' | 'by' | 'inputs'>): CiRun {
    const at = now()
    const made: CiRun = {
      id: next(),
      file: workflow.file,
      suite: next(),
      createdAt: at,
      startedAt: at,
      status: 'queued',
      conclusion: null,
      attempt: 1,
      ...run,
    }
    runs.push(made)
    hidden.add(made.id)
    if (workflow.appears !== 'when_told') {
      inBackground(new Promise((resolve) => setImmediate(resolve)).then(() => show(made)))
    }
    return made
  }

  function mayReview(run: CiRun, login: string): boolean {
    const guard = guardOf(run)
    if (guard === undefined || (guard.preventSelfReview && run.by === login)) return false
    return guard.reviewers.includes(login) || Object.values(guard.teams).flat().includes(login)
  }

  /** A branch or tag (`refs/...`) is at another commit: webhooks are told, workflows start. */
  async function pushed(ref: string, by = BOT): Promise<void> {
    const commit = await commitOf(upstream, ref)
    if (commit === undefined) throw new Error(`${ref} is not there`)
    const isTag = ref.startsWith('refs/tags/')
    const name = ref.replace(/^refs\/(tags|heads)\//, '')
    const payload = { ref, after: commit, deleted: false, forced: false, commits: [], ...told(by) }
    await hooks.send('push', payload)
    if (isTag) await hooks.send('create', { ref: name, ref_type: 'tag', ...told(by) })
    const trigger: Trigger = isTag ? 'push_tag' : 'push_branch'
    for (const workflow of workflows.values()) {
      if (workflow.on.includes(trigger))
        make(workflow, { event: EVENTS[trigger], ref: name, commit, by, inputs: {} })
    }
  }

  const ci: GitHubCi = {
    workflow: (file, options) => workflows.set(file, { ...options, file }),
    deleteWorkflow: (file) => workflows.delete(file),
    environment: (name, guard = {}) => {
      const open = { reviewers: [], teams: {}, preventSelfReview: false }
      environments.set(name.toLowerCase(), { ...open, ...guard, id: next(), name })
    },
    async status(commit, { context = 'ci/build', state = 'success' } = {}) {
      const made = { id: next(), commit, context, state }
      statuses.push(made)
      await hooks.send('status', { ...statusRow(made), sha: commit, ...told(BOT) })
    },
    async checkRun(commit, check = {}) {
      const open = {
        name: 'build',
        app: 'github-actions',
        status: 'completed',
        conclusion: 'success',
      } as const
      const made: CheckRun = { suite: next(), ...open, ...check, id: next(), commit }
      checks.push(made)
      const action = made.status === 'completed' ? 'completed' : 'created'
      await hooks.send('check_run', { action, check_run: checkRow(made), ...told(BOT) })
    },
    async start(file, ref, by = BOT) {
      const workflow = workflows.get(file)
      const commit = await commitOf(upstream, ref)
      if (workflow === undefined || commit === undefined) throw new Error(`no ${file}, or no ${ref}`)
      const event = workflow.on.includes('workflow_dispatch') ? 'workflow_dispatch' : 'push'
      const made = make({ ...workflow, appears: 'when_told' }, { event, ref, commit, by, inputs: {} })
      await show(made)
      return made.id
    },
    begin: (id) => begin(runOf(id)),
    end: (id, conclusion) => end(runOf(id), conclusion),
    report: (id, state) => progress.report(runOf(id), state),
    async review(id, verdict, by) {
      if (!mayReview(runOf(id), by)) throw new Error(`${by} is no reviewer`)
      await review(runOf(id), verdict, by)
    },
    appear: async () => {
      for (const id of [...hidden]) await show(runOf(id))
    },
    async pushTag(name, commit, by = BOT) {
      await upstream.as(by, 'POST', '/git/refs', { ref: `refs/tags/${name}`, sha: commit })
      await pushed(`refs/tags/${name}`, by)
    },
    async deleteTag(name, by = BOT) {
      await upstream.as(by, 'DELETE', `/git/refs/tags/${name}`)
      await hooks.send('push', { ref: `refs/tags/${name}`, deleted: true, ...told(by) })
      await hooks.send('delete', { ref: name, ref_type: 'tag', ...told(by) })
    },
    runs,
    reviews,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }

  return {
    ci,
    pushed,
    inBackground,
    mayReview,
    review,
    guardOf,
    workflow: (file: string) => workflows.get(file),
    environment: (name: string) => environments.get(name.toLowerCase()),
    listed: () => runs.filter((run) => !hidden.has(run.id)),
    checks: (commit: string) => checks.filter((one) => one.commit === commit),
    statuses: (commit: string) => statuses.filter((one) => one.commit === commit),
    teams: () => new Map([...environments.values()].flatMap(({ teams }) => Object.entries(teams))),
    deployments,
    dispatch: (workflow: Workflow, ref: string, commit: string, inputs: Readonly<Record<string, string>>) =>
      make(workflow, { event: 'workflow_dispatch', ref, commit, by: BOT, inputs }),
    async rerun(run: CiRun) {
      Object.assign(run, { status: 'queued', conclusion: null, attempt: run.attempt + 1, startedAt: now() })
      await show(run)
    },
  }
}
