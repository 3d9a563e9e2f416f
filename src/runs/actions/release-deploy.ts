import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import { needFact, shortSha } from '../release/facts.ts'
import type { Repository } from '../release/ports.ts'
import { createStartDeployment, type StartDeps, type Tagged } from '../release/start-deployment.ts'
import type { Settings } from '../settings.ts'
import { keyOf } from './key.ts'
import { gitHubIsOff, releasesAreOff } from './results.ts'

export type ReleaseDeployDeps = Omit<StartDeps, 'pipeline' | 'settings'> & {
  readonly pipeline: StartDeps['pipeline'] | undefined
  readonly repository: TagRepository | undefined
  readonly settings: Pick<Settings, 'timeZone' | 'releases'>
}

type TagRepository = Pick<Repository, 'tags' | 'createTag'>

/** What is to be deployed, or why nothing is. */
type FindTag = (repository: TagRepository, run: Run) => Promise<Tagged | { readonly because: string }>

/** So many rollbacks of one version are another trouble. */
const ROLLBACKS = 50

/** Deploys the tag of a release. */
export function createReleaseDeploy(deps: ReleaseDeployDeps): Action {
  return createDeploy(deps, findReleaseTag)
}

/** Puts the stable version under a tag of the rollback, and deploys that. */
export function createRollbackDeploy(deps: ReleaseDeployDeps): Action {
  return createDeploy(deps, makeRollbackTag)
}

function createDeploy({ pipeline, repository, ...deps }: ReleaseDeployDeps, findTag: FindTag): Action {
  const start = pipeline === undefined ? undefined : createStartDeployment({ ...deps, pipeline })
  return async (run, _entry, effect) => {
    if (run.state !== 'open' || run.step !== 'deploy') return undefined
    if (repository === undefined || start === undefined) return gitHubIsOff(effect, 'deploy by hand')
    if (deps.settings.releases === undefined) return releasesAreOff(effect)
    const tag = await findTag(repository, run)
    if ('because' in tag) return { step: 'deploy', outcome: 'failed', fields: tag }
    const result = await start(run, tag, deps.settings.releases)
    return { ...result, fields: { ...result.fields, tag: tag.ref } }
  }
}

/** It may be moved or deleted by hand between here and there: another commit is not what was approved. */
async function findReleaseTag(
  repository: TagRepository,
  run: Run,
): Promise<Tagged | { readonly because: string }> {
  const [ref, commit] = [needFact(run, 'version'), needFact(run, 'releaseCommit')]
  const there = await commitOf(repository, ref)
  if (there === commit) return { ref, commit }
  if (there === undefined) return { because: `the tag ${ref} is gone: push it again, to ${shortSha(commit)}` }
  return {
    because: `the tag ${ref} was moved by hand to ${shortSha(there)}: move it back to ${shortSha(commit)}`,
  }
}

/** One tag for each rollback: a name that is another's is left alone, and the next one taken. */
async function makeRollbackTag(
  repository: TagRepository,
  run: Run,
): Promise<Tagged | { readonly because: string }> {
  const [version, target] = [needFact(run, 'version'), needFact(run, 'target')]
  const commit = await commitOf(repository, target)
  if (commit === undefined) return { because: `there is no tag ${target} to go back to` }
  const message = `Rollback of ${version} to ${target}`
  const key = keyOf(run, { id: `${run.id}.tag` })
  for (const name of namesFor(run, version)) {
    const { outcome } = await repository.createTag({ key, name, commit, message, at: run.openedAt })
    if (outcome === 'created') return { ref: name, commit }
  }
  return { because: `every tag for a rollback of ${version} is taken: deploy ${target} by hand` }
}

function namesFor({ facts }: Run, version: string): readonly string[] {
  const kept = textFact(facts, 'tag')
  if (kept !== undefined) return [kept]
  const others = Array.from({ length: ROLLBACKS - 1 }, (_, n) => `${version}-rollback.${n + 2}`)
  return [`${version}-rollback`, ...others]
}

async function commitOf(repository: Pick<Repository, 'tags'>, name: string): Promise<string | undefined> {
  return (await repository.tags()).find((tag) => tag.name === name)?.commit
}
