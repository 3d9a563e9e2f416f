import { createGitHubAsk } from '../adapters/github/account.ts'
import { dialectOf } from '../adapters/github/dialect.ts'
import { createGitHub } from '../adapters/github/github.ts'
import { createPipeline } from '../adapters/github/pipeline.ts'
import { createRepository } from '../adapters/github/repository.ts'
import { createHealthChecks } from '../adapters/health-checks.ts'
import { createMailer } from '../adapters/smtp.ts'
import type { Team } from '../config.ts'
import type { GitHub } from '../runs/github.ts'
import type { HealthChecks } from '../runs/health.ts'
import type { Mailer } from '../runs/mail.ts'
import type { Pipeline, Repository } from '../runs/release/ports.ts'
import type { Outside } from './outside.ts'

/** Other systems; what is switched off is undefined. */
export type Remotes = {
  readonly github: GitHub | undefined
  readonly repository: Repository | undefined
  readonly pipeline: Pipeline | undefined
  readonly mailer: Mailer | undefined
  readonly checks: HealthChecks | undefined
  stop(): void
}

/** Nothing is connected before the first call. */
export function createRemotes({ config, clock, log }: Outside): Remotes {
  const { mail, team } = config
  const checks = realChecks(team)
  const mailer = mail === undefined ? undefined : createMailer({ ...mail, log })
  return {
    ...ofRepository({ config, clock, log }),
    mailer,
    checks:
      checks.length === 0
        ? undefined
        : createHealthChecks({ checks, timeoutMs: team.healthChecks.timeout, clock }),
    stop: () => mailer?.close(),
  }
}

type OfRepository = Pick<Remotes, 'github' | 'repository' | 'pipeline'>

/** One client for all that is asked of the repository. */
function ofRepository({ config, clock, log }: Pick<Outside, 'config' | 'clock' | 'log'>): OfRepository {
  const { github, team } = config
  const { repository } = team
  if (github === undefined || repository === undefined)
    return { github: undefined, repository: undefined, pipeline: undefined }
  const ask = createGitHubAsk({ ...github, repository, log, clock })
  return {
    github: createGitHub({ ask, repository, log }),
    repository: createRepository({ ask, repository, apiUrl: github.apiUrl }),
    pipeline: createPipeline(ask, { dialect: dialectOf(github.apiUrl) }),
  }
}

/** Addresses under .example never exist (RFC 2606): who copied them from our example has no alarm from them. */
export function realChecks(team: Team): Team['healthChecks']['checks'] {
  return team.healthChecks.checks.filter(({ url }) => !/\.example(:\d+)?$/.test(new URL(url).host))
}
