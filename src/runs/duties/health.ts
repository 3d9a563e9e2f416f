import type { Alert } from '../alerts.ts'
import { type Duty, every } from '../duties.ts'
import type { CheckResult, HealthChecks } from '../health.ts'
import type { Intake } from '../intake.ts'
import type { Memo } from '../ports.ts'
import type { Settings } from '../settings.ts'

export type HealthDutyDeps = {
  readonly checks: HealthChecks
  readonly settings: Pick<Settings, 'healthChecks'>
  readonly intake: Pick<Intake, 'take'>
}

/** Asks the team's own addresses. So many failures in a row are an alert like any monitor's; the first success ends it. */
export function createHealthDuty({ checks, settings, intake }: HealthDutyDeps): Duty {
  const { every: everyMs, failures } = settings.healthChecks
  return {
    name: 'health-checks',
    next: every(everyMs),
    async perform(due, memo) {
      const results = await checks.run()
      const counted = results.map((result) => ({ result, failed: countFailures(result, memo) }))
      const alerts = counted.flatMap(({ result, failed }) => {
        if (failed === failures) return [alertOf(settings, result, 'firing', due)]
        return result.ok && mayHaveFailed(memo[result.name], failures)
          ? [alertOf(settings, result, 'resolved', due)]
          : []
      })
      if (alerts.length > 0) await intake.take(alerts)
      return Object.fromEntries(counted.map(({ result, failed }) => [result.name, failed]))
    },
  }
}

function countFailures(result: CheckResult, memo: Memo): number {
  return result.ok ? 0 : (memo[result.name] ?? 0) + 1
}

/** After a restart nobody knows: a recovery is told once more, and means nothing where nothing had failed. */
function mayHaveFailed(before: number | undefined, failures: number): boolean {
  return before === undefined || before >= failures
}

function alertOf(
  { healthChecks }: Pick<Settings, 'healthChecks'>,
  { name, said }: CheckResult,
  state: Alert['state'],
  at: number,
): Alert {
  const service = healthChecks.checks.find((check) => check.name === name)?.service
  return {
    source: 'vigie',
    fingerprint: `vigie:${name}`,
    state,
    title: `${name} does not answer`,
    summary:
      state === 'firing' ? `${name}: ${said}, ${healthChecks.failures} times in a row` : `${name}: ${said}`,
    ...(service === undefined ? {} : { service }),
    ...(state === 'firing' ? { since: at - healthChecks.every * (healthChecks.failures - 1) } : {}),
  }
}
