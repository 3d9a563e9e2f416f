import type { Entry, Fields, Run } from '../../engine/run.ts'
import { textFact, timeFact } from '../../notify/cards/incident-facts.ts'
import { RemoteError } from '../remote.ts'
import { shortSha } from './facts.ts'
import type { Deployment, Pipeline, WorkflowRun } from './ports.ts'

/** An attempt that ended the step `deploy` before: whoever deploys again waits for another one. */
export type Spent = {
  readonly id: number | undefined
  readonly attempt: number
  /** When CI last reported about it, milliseconds since 1970. */
  readonly reportedAt: number
}

/** What is deployed: the name of the tag. Undefined while a rollback has none yet. */
export function refOf(run: Pick<Run, 'playbook' | 'facts'>): string | undefined {
  return textFact(run.facts, run.playbook === 'rollback' ? 'tag' : 'version')
}

export function spentOf({ history }: Pick<Run, 'history'>): Spent | undefined {
  const last = history.findLast((entry) => isDeployment(entry) && hadRun(entry))
  if (last === undefined) return undefined
  return {
    id: timeFact(last.fields, 'deployment'),
    attempt: timeFact(last.fields, 'attempt') ?? 1,
    reportedAt: timeFact(last.fields, 'reportedAt') ?? 0,
  }
}

/** How often the step `deploy` ended before: keys of its next round are others. */
export function roundOf({ history }: Pick<Run, 'history'>): number {
  return history.filter(isDeployment).length
}

export function isSpent(found: WorkflowRun, spent: Spent | undefined): boolean {
  return found.id === spent?.id && found.attempt <= spent.attempt
}

/** What is wrong with a run of another commit than the one that was decided upon. */
export function strayBecause(workflow: string, found: WorkflowRun, commit: string | undefined) {
  if (commit === undefined || found.commit === commit) return undefined
  return `${workflow} ran on ${shortSha(found.commit)} and not on ${shortSha(commit)}: its tag was moved by hand`
}

/** `gone`: there is no such workflow any more. */
export async function newestRun(
  pipeline: Pick<Pipeline, 'latestRun'>,
  workflow: string,
  ref: string,
): Promise<WorkflowRun | 'gone' | undefined> {
  try {
    return await pipeline.latestRun(workflow, { ref })
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'not_found') return 'gone'
    throw error
  }
}

/** What started it is lost with the workflow: it is to be started anew. */
export function goneFields(workflow: string): Fields {
  const because = `GitHub finds no ${workflow} any more: restore it, or Vigie's access, and deploy again; or roll back`
  return { because, gone: 'yes' }
}

/** An attempt, in the entry that tells of it. */
export function attemptFields(found: WorkflowRun, status?: Deployment): Fields {
  const reported = status === undefined ? {} : { reportedAt: String(status.at) }
  return {
    deployment: String(found.id),
    deploymentUrl: found.url,
    attempt: String(found.attempt),
    ...reported,
  }
}

/** How a deployment stands: it goes on, or it ended. */
export type Verdict =
  | { readonly state: 'going' }
  | { readonly state: 'deployed' }
  | { readonly state: 'failed'; readonly because: string }

/**
 * Green only when the workflow is and no deployment says otherwise; red as soon as one of them is. A status from before
 * this attempt is about another one.
 */
export function judgeDeployment(
  workflow: string,
  found: WorkflowRun,
  status: Deployment | undefined,
  spent: Spent | undefined,
): Verdict {
  const isOld = status === undefined || status.at < found.startedAt || status.at <= (spent?.reportedAt ?? 0)
  if (!isOld && status.state === 'red')
    return { state: 'failed', because: `the deployment was reported as ${status.said}` }
  if (found.state === 'red') return { state: 'failed', because: `${workflow} ended as ${found.said}` }
  return { state: found.state === 'green' ? 'deployed' : 'going' }
}

function isDeployment({ kind, step, what }: Entry): boolean {
  return kind === 'completed' && step === 'deploy' && (what === 'deployed' || what === 'failed')
}

/** One that failed before anything ran is no attempt, unless what would have run is lost. */
function hadRun({ fields }: Entry): boolean {
  return textFact(fields, 'deployment') !== undefined || fields['gone'] === 'yes'
}
