import type { ForgejoHooks } from './forgejo-hooks.ts'
import type { ForgejoStore } from './forgejo-store.ts'

export type ForgejoTrigger = 'push_tag' | 'push_branch' | 'workflow_dispatch'
export type RunEnd = 'success' | 'failure' | 'cancelled'

export type ForgejoRun = {
  readonly id: number
  readonly file: string
  /** `refs/tags/v1.4.0` */
  readonly ref: string
  readonly commit: string
  readonly event: 'push' | 'workflow_dispatch'
  readonly createdAt: number
  startedAt: number | undefined
  status: 'waiting' | 'running' | RunEnd
}

export type ForgejoStatus = { readonly commit: string; readonly context: string; status: string }

/** Forgejo Actions as a test steers them. */
export type ForgejoCi = {
  /** With `ends` a run goes on by itself and ends so; without, it waits until the test moves it. */
  workflow(file: string, options: { readonly on: readonly ForgejoTrigger[]; readonly ends?: RunEnd }): void
  status(commit: string, context?: string, status?: string): void
  begin(run: number): void
  end(run: number, how: RunEnd): Promise<void>
  readonly runs: readonly Readonly<ForgejoRun>[]
  /** When nothing goes on by itself any more. */
  settled(): Promise<void>
}

export type ForgejoActions = ReturnType<typeof createForgejoActions>

export function createForgejoActions({ store, hooks, origin, repository }: Deps, now: () => number) {
  const workflows = new Map<string, Parameters<ForgejoCi['workflow']>[1]>()
  const runs: ForgejoRun[] = []
  const statuses: ForgejoStatus[] = []
  const underWay = new Set<Promise<unknown>>()

  function inBackground(happens: Promise<unknown>): void {
    underWay.add(happens)
    happens.finally(() => underWay.delete(happens)).catch(() => undefined)
  }

  const runOf = (id: number) => {
    const found = runs.find((one) => one.id === id)
    if (found === undefined) throw new Error(`no run ${id}`)
    return found
  }

  /** Forgejo tells of a push in a status of its commit, and of a dispatch in none. */
  function report(run: ForgejoRun, status: string): void {
    if (run.event !== 'push') return
    const context = `${run.file.replace(/\.ya?ml$/, '')} / job (push)`
    const known = statuses.find((one) => one.commit === run.commit && one.context === context)
    if (known === undefined) statuses.push({ commit: run.commit, context, status })
    else known.status = status
  }

  function begin(run: ForgejoRun): void {
    run.status = 'running'
    run.startedAt = now()
  }

  async function end(run: ForgejoRun, how: RunEnd): Promise<void> {
    const prior = run.status
    run.status = how
    report(run, how === 'success' ? 'success' : 'failure')
    const told = { ...rowOf(run), repository: { full_name: repository } }
    const event = how === 'success' ? 'action_run_success' : 'action_run_failure'
    await hooks.send(event, { action: how, run: told, last_run: null, prior_status: prior })
  }

  function make(file: string, about: Pick<ForgejoRun, 'ref' | 'commit' | 'event'>): ForgejoRun {
    const id = 300 + runs.length
    const run: ForgejoRun = { id, file, ...about, createdAt: now(), startedAt: undefined, status: 'waiting' }
    runs.push(run)
    report(run, 'pending')
    const ends = workflows.get(file)?.ends
    if (ends !== undefined) inBackground(goOn(run, ends))
    return run
  }

  async function goOn(run: ForgejoRun, ends: RunEnd): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    begin(run)
    await end(run, ends)
  }

  function rowOf({ id, file, ref, commit, event, status, createdAt, startedAt }: ForgejoRun) {
    return {
      id,
      title: store.commits.get(commit)?.message ?? '',
      workflow_id: file,
      index_in_repo: id - 299,
      prettyref: ref.replace(/^refs\/(heads|tags)\//, ''),
      commit_sha: commit,
      event,
      trigger_event: event,
      status,
      created: iso(createdAt),
      started: startedAt === undefined ? '1970-01-01T00:00:00Z' : iso(startedAt),
      stopped: '1970-01-01T00:00:00Z',
      html_url: `${origin}/${repository}/actions/runs/${id - 299}`,
    }
  }

  /** A branch or tag (`refs/...`) is at another commit: the webhook is told, workflows start. */
  async function pushed(ref: string): Promise<void> {
    const name = ref.replace(/^refs\/(heads|tags)\//, '')
    const commit = store.resolve(name) ?? ''
    const isTag = ref.startsWith('refs/tags/')
    for (const [file, { on }] of workflows) {
      if (on.includes(isTag ? 'push_tag' : 'push_branch')) make(file, { ref, commit, event: 'push' })
    }
    await hooks.send('push', { ref, after: commit })
    if (isTag) await hooks.send('create', { ref: name, ref_type: 'tag', sha: commit })
  }

  const ci: ForgejoCi = {
    workflow: (file, options) => workflows.set(file, options),
    status: (commit, context = 'ci / test (push)', status = 'success') =>
      statuses.push({ commit, context, status }),
    begin: (id) => begin(runOf(id)),
    end: (id, how) => end(runOf(id), how),
    runs,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }

  return {
    ci,
    pushed,
    inBackground,
    rowOf,
    knows: (file: string) => workflows.has(file),
    dispatch: (file: string, ref: string, commit: string) =>
      make(file, { ref, commit, event: 'workflow_dispatch' }),
    dispatchable: (file: string) => workflows.get(file)?.on.includes('workflow_dispatch') === true,
    statuses: (commit: string) => statuses.filter((one) => one.commit === commit),
  }
}

type Deps = {
  readonly store: ForgejoStore
  readonly hooks: ForgejoHooks
  readonly origin: string
  readonly repository: string
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
