import { z } from 'zod'
import type { Pipeline, WorkflowRun } from '../../runs/release/ports.ts'
import { RemoteError } from '../../runs/remote.ts'
import type { Ask } from './ask.ts'
import { failure } from './errors.ts'

const WORKFLOW = '/repos/{owner}/{repo}/actions/workflows/{workflow_id}'
const RUN = '/repos/{owner}/{repo}/actions/runs/{run_id}'
/** The newest come first. */
const LOOKED_AT = 20

const runSchema = z.object({
  id: z.number(),
  html_url: z.string(),
  head_sha: z.string(),
  head_branch: z.string().nullish(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  created_at: z.string(),
  run_started_at: z.string().nullish(),
  run_attempt: z.number().nullish(),
})
type Run = z.infer<typeof runSchema>

/** What was pushed or dispatched as a tag has the tag's name for its branch. */
export async function latestRun(
  ask: Ask,
  workflow: string,
  of: Parameters<Pipeline['latestRun']>[1],
): Promise<WorkflowRun | undefined> {
  const filter = 'commit' in of ? { head_sha: of.commit } : { branch: of.ref }
  const parameters = { workflow_id: workflow, ...filter, exclude_pull_requests: true, per_page: LOOKED_AT }
  const schema = z.object({ workflow_runs: z.array(runSchema) })
  const { data } = await withName(workflow, () => ask(`GET ${WORKFLOW}/runs`, parameters, schema))
  const [newest] = data.workflow_runs
    .filter((run) => ('commit' in of ? run.head_sha === of.commit : run.head_branch === of.ref))
    .sort((one, other) => other.id - one.id)
  return newest === undefined ? undefined : shown(newest)
}

export async function readRun(ask: Ask, id: number): Promise<WorkflowRun> {
  return shown((await ask(`GET ${RUN}`, { run_id: id }, runSchema)).data)
}

export async function dispatchWorkflow(
  ask: Ask,
  workflow: string,
  ref: string,
  inputs: Readonly<Record<string, string>>,
): Promise<void> {
  const parameters = { workflow_id: workflow, ref, inputs }
  await withName(workflow, () => ask(`POST ${WORKFLOW}/dispatches`, parameters, z.unknown()))
}

export async function rerunFailedJobs(ask: Ask, id: number): Promise<void> {
  await ask(`POST ${RUN}/rerun-failed-jobs`, { run_id: id }, z.unknown())
}

/** GitHub's sentences about a workflow don't say which one. */
export async function withName<T>(workflow: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (!(cause instanceof RemoteError) || cause.retry) throw cause
    const said = explain(workflow, cause)
    throw said === undefined ? cause : failure(said.code, { retry: false, said: said.words })
  }
}

function explain(workflow: string, { code, message }: RemoteError) {
  if (code === 'not_found')
    return { code, words: `there is no workflow ${workflow} in the repository` } as const
  if (code !== 'unprocessable') return undefined
  if (/workflow_dispatch/.test(message) && !/disabled/.test(message))
    return {
      code,
      words: `the workflow ${workflow} has no trigger workflow_dispatch: add one to it`,
    } as const
  const words = message.replace(/^github: \w+ - /, '')
  return { code, words: `the workflow ${workflow}: ${words}` } as const
}

function shown(run: Run): WorkflowRun {
  return {
    id: run.id,
    url: run.html_url,
    state: stateOf(run),
    said: run.conclusion ?? run.status ?? 'unknown',
    commit: run.head_sha,
    startedAt: Date.parse(run.run_started_at ?? run.created_at),
    attempt: run.run_attempt ?? 1,
  }
}

const STATES: Readonly<Record<string, WorkflowRun['state']>> = {
  requested: 'queued',
  queued: 'queued',
  /** For another run of its concurrency group. */
  pending: 'queued',
  waiting: 'waiting',
}

/** Only success is green: a deployment that was skipped deployed nothing. */
function stateOf({ status, conclusion }: Run): WorkflowRun['state'] {
  if (status === 'completed') return conclusion === 'success' ? 'green' : 'red'
  return STATES[status ?? 'queued'] ?? 'running'
}
