import { z } from 'zod'
import type { Check, Pipeline, WorkflowRun } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { failure } from './errors.ts'
import { startsOnTag } from './workflow-file.ts'
import { dispatchWorkflow } from './workflow-runs.ts'

const RUNS = 'GET /repos/{owner}/{repo}/actions/runs'
const MOST_PAGES = 20
/** More is not given, however much is asked for. */
const PAGE = 50

const runSchema = z.object({
  id: z.number(),
  workflow_id: z.string(),
  prettyref: z.string().nullish(),
  commit_sha: z.string(),
  status: z.string(),
  created: z.string(),
  started: z.string().nullish(),
  html_url: z.string(),
})
type Run = z.infer<typeof runSchema>

const statusSchema = z.object({
  context: z.string(),
  status: z.string(),
  target_url: z.string().nullish(),
})
const statusesSchema = z.object({ statuses: z.array(statusSchema).nullish() })

/**
 * Forgejo has statuses and no check runs, workflow runs of its own shape, and no environments: Vigie's gate is the
 * only one, and no deployment reports anything but its run.
 */
export function createForgejoPipeline(ask: Ask): Pipeline {
  return {
    checks: (commit) => readStatuses(ask, commit),
    latestRun: (workflow, of) => latestRun(ask, workflow, of),
    run: async (id) => shown((await ask(`${RUNS}/{run_id}`, { run_id: id }, runSchema)).data),
    dispatch: (workflow, ref, inputs) => dispatchWorkflow(ask, workflow, ref, inputs),
    startsOnTag: (workflow, tag) => startsOnTag(ask, 'forgejo', workflow, tag),
    async rerun() {
      const said = 'Forgejo runs jobs again on the page of the run only'
      throw failure('unprocessable', { retry: false, said })
    },
    deployment: async () => undefined,
    guard: async () => ({ kind: 'none' }),
    answer: async () => 'nothing_waits',
  }
}

/** No header says that there is more: the first page that isn't full is the last. */
async function readStatuses(ask: Ask, commit: string): Promise<readonly Check[]> {
  const found: Check[] = []
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const parameters = { ref: commit, limit: PAGE, page }
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}/status'
    const statuses = (await ask(route, parameters, statusesSchema)).data.statuses ?? []
    found.push(...statuses.map(checkOf))
    if (statuses.length < PAGE) break
  }
  return found
}

function checkOf({ context, status, target_url }: z.infer<typeof statusSchema>): Check {
  const green = status === 'success' || status === 'skipped'
  const state = green ? 'green' : status === 'pending' ? 'running' : 'red'
  return { name: context, state, url: target_url || undefined }
}

/** Older versions answer with every run, whatever they are asked for: so what comes is looked through. */
async function latestRun(
  ask: Ask,
  workflow: string,
  of: Parameters<Pipeline['latestRun']>[1],
): Promise<WorkflowRun | undefined> {
  const refs = 'commit' in of ? [{ head_sha: of.commit }] : [refOf('tags', of.ref), refOf('heads', of.ref)]
  const schema = z.object({ workflow_runs: z.array(runSchema).nullish() })
  const isOf = (run: Run) => ('commit' in of ? run.commit_sha === of.commit : run.prettyref === of.ref)
  const found: Run[] = []
  for (const filter of refs) {
    const { data } = await ask(RUNS, { ...filter, workflow_id: workflow, limit: PAGE }, schema)
    found.push(...(data.workflow_runs ?? []).filter((run) => run.workflow_id === workflow && isOf(run)))
  }
  const [newest] = found.sort((one, other) => other.id - one.id)
  return newest === undefined ? undefined : shown(newest)
}

function refOf(kind: 'tags' | 'heads', name: string) {
  return { ref: `refs/${kind}/${name}` }
}

const STATES: Readonly<Record<string, WorkflowRun['state']>> = {
  /** For a runner. */
  waiting: 'queued',
  /** For another job. */
  blocked: 'queued',
  unknown: 'queued',
  running: 'running',
  success: 'green',
}

function shown(run: Run): WorkflowRun {
  // What hasn't begun began in the year 1 or in 1970.
  const started = Date.parse(run.started ?? '')
  return {
    id: run.id,
    url: run.html_url,
    state: STATES[run.status] ?? 'red',
    said: run.status,
    commit: run.commit_sha,
    startedAt: started > 0 ? started : Date.parse(run.created),
    attempt: 1,
  }
}
