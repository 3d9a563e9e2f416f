import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Settings } from '../settings.ts'
import type { Found, Look } from './attend.ts'
import {
  attemptFields,
  goneFields,
  isSpent,
  judgeDeployment,
  newestRun,
  refOf,
  roundOf,
  spentOf,
  strayBecause,
} from './deployment.ts'
import { needFact } from './facts.ts'
import { type FollowDeps, followRun, progressOf } from './follow-run.ts'
import type { Pipeline, WorkflowRun } from './ports.ts'

export type LookDeployDeps = Omit<FollowDeps, 'pipeline' | 'settings'> & {
  readonly pipeline: Pick<Pipeline, 'latestRun' | 'deployment' | 'answer'> | undefined
  readonly settings: Pick<Settings, 'timeZone' | 'releases'>
}

/** Looks how the deployment of a release or a rollback stands, and ends its step: red at once, green when all of it is. */
export function createLookDeploy({ pipeline, ...deps }: LookDeployDeps): Look {
  return async (run) => {
    const ref = refOf(run)
    const workflow = deps.settings.releases?.workflows.deploy
    if (pipeline === undefined || workflow === undefined || ref === undefined) return []
    const found = await newestRun(pipeline, workflow, ref)
    if (found === 'gone') return [gone(run, workflow)]
    const spent = spentOf(run)
    if (found === undefined || isSpent(found, spent)) return []
    const stray = strayBecause(workflow, found, textFact(run.facts, 'releaseCommit'))
    if (stray !== undefined) return [ended(found, 'failed', { ...attemptFields(found), because: stray })]
    const status = await pipeline.deployment(needFact(run, 'environment'), ref)
    const verdict = judgeDeployment(workflow, found, status, spent)
    const target = { workflow, ref }
    if (verdict.state !== 'going') {
      const { state, ...because } = verdict
      const progress = progressOf(deps, found, target)
      return [ended(found, state, { ...attemptFields(found, status), progress, ...because })]
    }
    const fields = await followRun({ ...deps, pipeline }, run, found, target)
    return isKnown(run, fields) ? [] : [progressed(found, fields)]
  }
}

type Fields = Run['facts']

function isKnown({ facts }: Run, fields: Fields): boolean {
  return facts['progress'] === fields['progress'] && facts['deployment'] === fields['deployment']
}

function progressed({ id, attempt }: WorkflowRun, fields: Fields): Found {
  const key = `progress:${id}:${attempt}:${fields['progress']}`
  return { key, result: { note: 'progressed', fields } }
}

function ended({ id, attempt }: WorkflowRun, outcome: 'deployed' | 'failed', fields: Fields): Found {
  return { key: `deployment:${id}:${attempt}`, result: { step: 'deploy', outcome, fields } }
}

/** It may be gone again the next time: each round is told. */
function gone(run: Run, workflow: string): Found {
  const result = { step: 'deploy', outcome: 'failed', fields: goneFields(workflow) } as const
  return { key: `deployment:gone:${roundOf(run)}`, result }
}
