import { RemoteError } from '../remote.ts'
import type { Guard, Pipeline, Repository } from './ports.ts'
import type { ReleaseSettings } from './settings.ts'

/** What stands ready for a release, before anybody asks for one. */
export type ReleaseExamination = {
  /** What the people call the forge that is asked: `GitHub`, `Forgejo`. */
  readonly forge: Forge
  examine(): Promise<ReleaseFindings>
}

export type Forge = 'GitHub' | 'Forgejo'

export type ReleaseFindings = {
  readonly environment: string
  readonly guard: Guard | Trouble
  readonly workflows: readonly {
    readonly file: string
    readonly purpose: 'deploy' | 'e2e'
    readonly found: 'there' | Trouble
  }[]
  /** Whether the checks of the branch can be read. */
  readonly checks: 'there' | Trouble
}

export type Trouble = {
  /** `refused`: asking again changes nothing. `away`: it may. */
  readonly trouble: 'missing' | 'refused' | 'away'
  readonly because: string
}

export type ExaminationDeps = {
  readonly forge: Forge
  readonly pipeline: Pick<Pipeline, 'guard' | 'latestRun' | 'checks'>
  readonly repository: Pick<Repository, 'head'>
  readonly settings: Pick<ReleaseSettings, 'branch' | 'environment' | 'workflows'>
}

/** It asks for everything at once, and never throws for GitHub's sake. */
export function createExamination({
  forge,
  pipeline,
  repository,
  settings,
}: ExaminationDeps): ReleaseExamination {
  const { branch, environment, workflows } = settings

  async function workflow(file: string, purpose: 'deploy' | 'e2e') {
    const asked = pipeline.latestRun(file, { ref: branch }).then(() => 'there' as const)
    return { file, purpose, found: await troubled(asked) }
  }

  async function readChecks(): Promise<'there'> {
    const head = await repository.head(branch)
    if (head !== undefined) await pipeline.checks(head)
    return 'there'
  }

  return {
    forge,
    async examine() {
      const { deploy, e2e } = workflows
      const asked = [workflow(deploy, 'deploy'), ...(e2e === undefined ? [] : [workflow(e2e, 'e2e')])]
      const [guard, checks, ...found] = await Promise.all([
        troubled(pipeline.guard(environment)),
        troubled(readChecks()),
        ...asked,
      ])
      return { environment, guard, checks, workflows: found }
    },
  }
}

async function troubled<T>(asked: Promise<T>): Promise<T | Trouble> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    const because = error.message
    if (error.retry) return { trouble: 'away', because }
    return { trouble: error.code === 'not_found' ? 'missing' : 'refused', because }
  }
}
