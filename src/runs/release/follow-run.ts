import type { Fields, Run } from '../../engine/run.ts'
import { formatTime } from '../../notify/time.ts'
import type { Directory } from '../people.ts'
import type { Clock } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { approversOf } from './approval.ts'
import { attemptFields } from './deployment.ts'
import { needFact } from './facts.ts'
import type { Pipeline, WorkflowRun } from './ports.ts'

export type FollowDeps = {
  readonly pipeline: Pick<Pipeline, 'answer'>
  readonly directory: Pick<Directory, 'nameOf'>
  readonly clock: Pick<Clock, 'now'>
  readonly settings: Pick<Settings, 'timeZone'>
}

/** `deploy-prod.yml` on `v1.4.0`. */
export type Target = { readonly workflow: string; readonly ref: string }

/** How a workflow run stands, as the run keeps it. What waits for reviewers there was decided here: it is answered. */
export async function followRun(
  deps: FollowDeps,
  run: Run,
  found: WorkflowRun,
  target: Target,
): Promise<Fields> {
  const answered = found.state === 'waiting' ? await answerReviewers(deps, run, found) : 'nothing_waits'
  const progress = {
    answered: `approved on GitHub - ${target.workflow} on ${target.ref}`,
    not_a_reviewer: `waiting for the reviewers - approve it on GitHub: ${found.url}`,
    nothing_waits: progressOf(deps, found, target),
  }[answered]
  return { ...attemptFields(found), progress }
}

function answerReviewers({ pipeline, directory }: FollowDeps, run: Run, { id }: WorkflowRun) {
  const approvers = run.playbook === 'rollback' ? [run.requester] : approversOf(run)
  const did = run.playbook === 'rollback' ? 'Rolled back' : 'Approved'
  const names = approvers.map((one) => directory.nameOf(one)).join(', ')
  return pipeline.answer(id, {
    environment: needFact(run, 'environment'),
    verdict: 'approved',
    comment: `${did} in Vigie by ${names} (${run.id})`,
  })
}

/** The live line of the card. It has no seconds and no counter: it changes when something happened. */
export function progressOf(
  { clock, settings }: Pick<FollowDeps, 'clock' | 'settings'>,
  found: WorkflowRun,
  { workflow, ref }: Target,
): string {
  const { state, startedAt, said } = found
  switch (state) {
    case 'running': {
      const since = formatTime(startedAt, { timeZone: settings.timeZone, now: clock.now() })
      return `running - ${workflow}, since ${since}`
    }
    case 'red':
      return `red - ${workflow} on ${ref}, ${said}`
    case 'queued':
    case 'waiting':
    case 'green':
      return `${state} - ${workflow} on ${ref}`
  }
}
