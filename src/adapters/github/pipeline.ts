import type { Pipeline } from '../../runs/release/ports.ts'
import type { Ask } from './ask.ts'
import { readChecks } from './checks.ts'
import { readDeployment } from './deployments.ts'
import type { Dialect } from './dialect.ts'
import { answerPending, readGuard } from './environments.ts'
import { createForgejoPipeline } from './forgejo-pipeline.ts'
import { startsOnTag } from './workflow-file.ts'
import { dispatchWorkflow, latestRun, readRun, rerunFailedJobs } from './workflow-runs.ts'

/** CI of one repository as a port. `ask` is that of `createGitHubAsk`. */
export function createPipeline(
  ask: Ask,
  { dialect }: { readonly dialect: Dialect } = { dialect: 'github' },
): Pipeline {
  if (dialect === 'forgejo') return createForgejoPipeline(ask)
  return {
    checks: (commit, without) => readChecks(ask, commit, without),
    latestRun: (workflow, of) => latestRun(ask, workflow, of),
    run: (id) => readRun(ask, id),
    dispatch: (workflow, ref, inputs) => dispatchWorkflow(ask, workflow, ref, inputs),
    startsOnTag: (workflow, tag) => startsOnTag(ask, dialect, workflow, tag),
    rerun: (id) => rerunFailedJobs(ask, id),
    deployment: (environment, ref) => readDeployment(ask, environment, ref),
    guard: (environment) => readGuard(ask, environment),
    answer: (run, answer) => answerPending(ask, run, answer),
  }
}
