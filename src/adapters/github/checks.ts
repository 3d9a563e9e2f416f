import { z } from 'zod'
import type { Check } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { failure, unless } from './errors.ts'
import { allUnder } from './pages.ts'

/** Of a hundred each: GitHub keeps a thousand of each kind. */
const MOST_PAGES = 20
/** Without them nobody knows whether CI is green, so nothing else is read in their place. */
const NO_CHECKS =
  'check runs can not be read, a fine-grained token never may (an App with the permission Checks may, and a classic token)'
const GREEN = ['success', 'neutral', 'skipped']
const ACTIONS = 'github-actions'

const checkSchema = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  html_url: z.string().nullish(),
  details_url: z.string().nullish(),
  check_suite: z.object({ id: z.number() }).nullish(),
  app: z.object({ slug: z.string().nullish() }).nullish(),
})
type CheckRun = z.infer<typeof checkSchema>

const statusSchema = z.object({
  context: z.string(),
  state: z.string(),
  target_url: z.string().nullish(),
})
const suiteSchema = z.object({ check_suite_id: z.number().nullish(), path: z.string() })

/** Both count as CI: a repository may have either, or both. */
export async function readChecks(
  ask: Ask,
  commit: string,
  without: readonly string[] = [],
): Promise<readonly Check[]> {
  // First what every token may read that is any good: so a refusal of the other is about check runs.
  const statuses = await readStatuses(ask, commit)
  return [...(await checkRuns(ask, commit, without)), ...statuses]
}

/** Commit statuses; GitHub gives the newest of each context. */
async function readStatuses(ask: Ask, commit: string): Promise<readonly Check[]> {
  const list = {
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/status',
    schema: statusSchema,
    most: MOST_PAGES,
    parameters: { ref: commit },
  }
  const found = await allUnder(ask, 'statuses', list)
  return found.map(({ context, state, target_url }) => ({
    name: context,
    state: state === 'success' ? 'green' : state === 'pending' ? 'running' : 'red',
    url: target_url || undefined,
  }))
}

async function checkRuns(ask: Ask, commit: string, without: readonly string[]): Promise<readonly Check[]> {
  const list = {
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    schema: checkSchema,
    most: MOST_PAGES,
    parameters: { ref: commit, filter: 'latest' },
  }
  const found = await unless('refused', () => allUnder(ask, 'check_runs', list))
  if (found === undefined) throw failure('refused', { retry: false, said: NO_CHECKS })
  const needsOrigin = shareNames(found) || (without.length > 0 && found.some(isOfActions))
  const originOf = needsOrigin ? await originsOf(ask, commit) : fromApp
  const counted = found.filter((run) => !without.includes(fileOf(originOf(run))))
  return newest(counted, originOf).map((run) => ({
    name: run.name,
    state: stateOf(run),
    url: run.html_url ?? run.details_url ?? undefined,
  }))
}

function stateOf({ status, conclusion }: CheckRun): Check['state'] {
  if (status !== 'completed') return 'running'
  return GREEN.includes(conclusion ?? '') ? 'green' : 'red'
}

function newest(runs: readonly CheckRun[], originOf: (run: CheckRun) => string): readonly CheckRun[] {
  const kept = new Map<string, CheckRun>()
  for (const run of runs) {
    const key = `${originOf(run)}\n${run.name}`
    const other = kept.get(key)
    if (other === undefined || other.id < run.id) kept.set(key, run)
  }
  return [...kept.values()]
}

function shareNames(runs: readonly CheckRun[]): boolean {
  const ofActions = runs.filter(isOfActions)
  return new Set(ofActions.map((run) => run.name)).size < ofActions.length
}

function isOfActions(run: CheckRun): boolean {
  return fromApp(run) === ACTIONS
}

/** `.github/workflows/e2e.yml@refs/heads/main` is `e2e.yml`. */
function fileOf(origin: string): string {
  const [path = ''] = origin.split('@')
  return path.slice(path.lastIndexOf('/') + 1)
}

function fromApp(run: CheckRun): string {
  return run.app?.slug ?? ''
}

/**
 * Two workflows may have a job of the same name, and a workflow may have run twice: the newer run stands for the
 * older one of its own workflow only, so that a green `test` hides no red one. Where the workflows aren't told,
 * nothing is hidden.
 */
async function originsOf(ask: Ask, commit: string): Promise<(run: CheckRun) => string> {
  const list = {
    route: 'GET /repos/{owner}/{repo}/actions/runs',
    schema: suiteSchema,
    most: MOST_PAGES,
    parameters: { head_sha: commit, exclude_pull_requests: true },
  }
  const runs = await unless('refused', () => allUnder(ask, 'workflow_runs', list))
  const workflows = new Map(runs?.map((run) => [run.check_suite_id, run.path]))
  return (run) => {
    const suite = run.check_suite?.id
    return isOfActions(run) ? (workflows.get(suite) ?? `suite ${suite}`) : fromApp(run)
  }
}
