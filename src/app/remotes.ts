import { createGitHubAsk } from '../adapters/github/account.ts'
import { dialectOf } from '../adapters/github/dialect.ts'
import { createGitHub } from '../adapters/github/github.ts'
import { createPipeline } from '../adapters/github/pipeline.ts'
import { createRepository } from '../adapters/github/repository.ts'
import { webAddress } from '../adapters/github/web.ts'
import { createHealthChecks } from '../adapters/health-checks.ts'
import { createSignals } from '../adapters/signals.ts'
import { createSmokeTests } from '../adapters/smoke-tests.ts'
import { createMailer } from '../adapters/smtp.ts'
import type { Team } from '../config.ts'
import type { GitHub } from '../runs/github.ts'
import type { HealthChecks } from '../runs/health.ts'
import type { Mailer } from '../runs/mail.ts'
import type { Forge } from '../runs/release/examination.ts'
import type { Pipeline, Repository, SmokeTests } from '../runs/release/ports.ts'
import type { Outside } from './outside.ts'

/** Other systems; what is switched off is undefined. */
export type Remotes = {
  readonly github: GitHub | undefined
  readonly repository: Repository | undefined
  readonly pipeline: Pipeline | undefined
  /** Which one holds the repository. */
  readonly forge: Forge
  /** Where people read the repository; empty without one. */
  readonly repositoryUrl: string
  readonly mailer: Mailer | undefined
  readonly checks: HealthChecks | undefined
  /** What is asked of production after a deployment, and while a release is watched. */
  readonly smoke: SmokeTests | undefined
  readonly signals: HealthChecks | undefined
  stop(): void
}

/** Nothing is connected before the first call. */
export function createRemotes(outside: Outside): Remotes {
  const { config, clock, log } = outside
  const { mail, team } = config
  const checks = realChecks(team)
  const mailer = mail === undefined ? undefined : createMailer({ ...mail, log })
  return {
    ...ofRepository(outside),
    mailer,
    checks:
      checks.length === 0
        ? undefined
        : createHealthChecks({ checks, timeoutMs: team.healthChecks.timeout, clock }),
    ...ofReleases(outside),
    stop: () => mailer?.close(),
  }
}

type OfRepository = Pick<Remotes, 'github' | 'repository' | 'pipeline' | 'forge' | 'repositoryUrl'>

/** One client for all that is asked of the repository. */
function ofRepository({ config, clock, log }: Outside): OfRepository {
  const { github, team } = config
  const { repository } = team
  if (github === undefined || repository === undefined)
    return {
      github: undefined,
      repository: undefined,
      pipeline: undefined,
      forge: 'GitHub',
      repositoryUrl: '',
    }
  const dialect = dialectOf(github.apiUrl)
  const ask = createGitHubAsk({ ...github, repository, log, clock })
  return {
    github: createGitHub({ ask, repository, log }),
    repository: createRepository({ ask, repository, apiUrl: github.apiUrl }),
    pipeline: createPipeline(ask, { dialect }),
    forge: dialect === 'forgejo' ? 'Forgejo' : 'GitHub',
    repositoryUrl: `${webAddress(github.apiUrl)}/${repository}`,
  }
}

function ofReleases({ config, clock }: Outside): Pick<Remotes, 'smoke' | 'signals'> {
  const { releases } = config.team
  if (releases === undefined) return { smoke: undefined, signals: undefined }
  const { smoke, watch } = releases
  const timeoutMs = config.team.healthChecks.timeout
  return {
    smoke: createSmokeTests({ tests: smoke.filter(isReal), timeoutMs, clock }),
    signals:
      watch.signals === undefined ? undefined : createSignals({ signals: watch.signals, timeoutMs, clock }),
  }
}

/** Addresses under .example never exist (RFC 2606): who copied them from our example has no alarm from them. */
export function realChecks(team: Team): Team['healthChecks']['checks'] {
  return team.healthChecks.checks.filter(isReal)
}

function isReal({ url }: { readonly url: string }): boolean {
  return !/\.example(:\d+)?$/.test(new URL(url).host)
}
