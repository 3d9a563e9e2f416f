import type { Fields, Run } from '../../engine/run.ts'
import type { Result } from '../act.ts'
import { keyOf } from '../actions/key.ts'
import { type Clock, type Deliveries, Postponed } from '../ports.ts'
import { RemoteError } from '../remote.ts'
import {
  attemptFields,
  goneFields,
  isSpent,
  newestRun,
  roundOf,
  type Spent,
  spentOf,
  strayBecause,
} from './deployment.ts'
import { needFact } from './facts.ts'
import { type FollowDeps, followRun, type Target } from './follow-run.ts'
import type { Pipeline, WorkflowRun } from './ports.ts'
import type { ReleaseSettings } from './settings.ts'

export type StartDeps = FollowDeps & {
  readonly pipeline: Pick<Pipeline, 'latestRun' | 'dispatch' | 'startsOnTag' | 'rerun' | 'guard' | 'answer'>
  readonly deliveries: Pick<Deliveries, 'begin' | 'done' | 'forget'>
  readonly clock: Pick<Clock, 'now'>
}

/** A tag, and the commit that it leads to. */
export type Tagged = { readonly ref: string; readonly commit: string }

/** Sees to it that the deployment of a tag goes on, and answers how it stands: a note, or the end of the step. */
export type StartDeployment = (run: Run, tag: Tagged, releases: ReleaseSettings) => Promise<Result>

/** GitHub lists the run of a dispatch or of a tag within seconds: after this long there is none. */
const LOOK_FOR_MS = 2 * 60_000
const LOOK_AGAIN_MS = 10_000
const STILL_GOING_MS = 30_000

/** Answers which leave no doubt that nothing was started. */
const REJECTED = ['refused', 'not_found', 'gone', 'conflict', 'unprocessable', 'rate_limited']

type Job = {
  readonly run: Run
  readonly target: Target
  readonly commit: string
  readonly spent: Spent | undefined
}

/**
 * Neither a dispatch nor a rerun has a key at GitHub. So the attempt is marked before it is made, and one whose end
 * nobody knows is looked for before it is made again. The mark is that of the round and not of the effect: "Try again"
 * is the same attempt, "Deploy again" another one.
 */
export function createStartDeployment(deps: StartDeps): StartDeployment {
  const { pipeline, deliveries, clock } = deps
  /** Since when this process looks for an attempt whose end nobody knows. */
  const lookedFor = new Map<string, number>()

  async function once(mark: string, launch: () => Promise<void>): Promise<void> {
    const before = await deliveries.begin(mark)
    if (before === 'done') return
    if (before === 'unknown') keepLooking(mark, 'whether the deployment was started is not known yet')
    lookedFor.delete(mark)
    try {
      await launch()
    } catch (error) {
      if (error instanceof RemoteError && REJECTED.includes(error.code)) await deliveries.forget(mark)
      throw error
    }
    await deliveries.done(mark)
  }

  function keepLooking(mark: string, because: string): void {
    const since = lookedFor.get(mark) ?? clock.now()
    lookedFor.set(mark, since)
    if (clock.now() - since < LOOK_FOR_MS) throw new Postponed(because, LOOK_AGAIN_MS)
  }

  async function startsByItself({ run, spent }: Job, { trigger }: ReleaseSettings): Promise<boolean> {
    // A tag starts it once.
    if (spent !== undefined) return false
    if (trigger !== undefined) return trigger === 'tag'
    return (await pipeline.guard(needFact(run, 'environment'))).kind === 'reviewers'
  }

  /** A workflow that a tag starts too is started once: by the tag, unless nothing comes of it. */
  async function letTagStart({ run, target, spent }: Job, { trigger }: ReleaseSettings): Promise<void> {
    if (spent !== undefined || trigger !== undefined) return
    if (!(await pipeline.startsOnTag(target.workflow, target.ref))) return
    keepLooking(`${run.id}.${target.ref}`, `the tag ${target.ref} is to start ${target.workflow}`)
  }

  async function start({ run, target, commit }: Job, ended: WorkflowRun | undefined): Promise<void> {
    if (ended !== undefined && isGoing(ended))
      throw new Postponed('the deployment that failed is still going on', STILL_GOING_MS)
    const launch = () =>
      ended?.state === 'red' && ended.commit === commit
        ? pipeline.rerun(ended.id)
        : pipeline.dispatch(target.workflow, target.ref, {})
    await once(keyOf(run, { id: `${run.id}.deploy.${roundOf(run)}` }), launch)
  }

  return async (run, { ref, commit }, releases) => {
    const { deploy: workflow } = releases.workflows
    const job = { run, target: { workflow, ref }, commit, spent: spentOf(run) }
    const before = await newestRun(pipeline, workflow, ref)
    if (before === 'gone') return failed(goneFields(workflow))
    if (before !== undefined && !isSpent(before, job.spent)) return tell(deps, job, before)
    const waits = await startsByItself(job, releases)
    if (!waits) {
      await letTagStart(job, releases)
      await start(job, before)
    }
    const begun = await newestRun(pipeline, workflow, ref)
    if (begun !== undefined && begun !== 'gone' && !isSpent(begun, job.spent)) return tell(deps, job, begun)
    const progress = waits ? 'waiting for the tag to start it' : 'asked for'
    return { note: 'progressed', fields: { progress: `${progress} - ${workflow} on ${ref}` } }
  }
}

async function tell(deps: FollowDeps, job: Job, found: WorkflowRun): Promise<Result> {
  const stray = strayBecause(job.target.workflow, found, job.commit)
  if (stray !== undefined) return failed({ ...attemptFields(found), because: stray })
  return { note: 'progressed', fields: await followRun(deps, job.run, found, job.target) }
}

function isGoing({ state }: WorkflowRun): boolean {
  return state === 'queued' || state === 'waiting' || state === 'running'
}

function failed(fields: Fields): Result {
  return { step: 'deploy', outcome: 'failed', fields }
}
