import { createGitHub } from '../adapters/github/github.ts'
import { createHealthChecks } from '../adapters/health-checks.ts'
import { createMailer } from '../adapters/smtp.ts'
import type { Team } from '../config.ts'
import type { GitHub } from '../runs/github.ts'
import type { HealthChecks } from '../runs/health.ts'
import type { Mailer } from '../runs/mail.ts'
import type { Outside } from './outside.ts'
import type { ReleaseRemotes } from './releases.ts'

/** Other systems; what is switched off is undefined. */
export type Remotes = {
  readonly github: GitHub | undefined
  /** Needs GitHub. */
  readonly releases: ReleaseRemotes | undefined
  readonly mailer: Mailer | undefined
  readonly checks: HealthChecks | undefined
  stop(): void
}

/** Nothing is connected before the first call. */
export function createRemotes({ config, clock, log }: Outside): Remotes {
  const { github, mail, team } = config
  const checks = realChecks(team)
  const mailer = mail === undefined ? undefined : createMailer({ ...mail, log })
  return {
    github:
      github === undefined || team.repository === undefined
        ? undefined
        : createGitHub({ ...github, repository: team.repository, log, clock }),
    // With the adapters of the repository and of CI: { repository, pipeline, describeMove }.
    releases: undefined,
    mailer,
    checks:
      checks.length === 0
        ? undefined
        : createHealthChecks({ checks, timeoutMs: team.healthChecks.timeout, clock }),
    stop: () => mailer?.close(),
  }
}

/** Addresses under .example never exist (RFC 2606): who copied them from our example has no alarm from them. */
export function realChecks(team: Team): Team['healthChecks']['checks'] {
  return team.healthChecks.checks.filter(({ url }) => !/\.example(:\d+)?$/.test(new URL(url).host))
}
