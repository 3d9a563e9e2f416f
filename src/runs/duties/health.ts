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
        const before = memo[result.name]
        // Nobody counted before the first time: an alert from before a restart may be over since then.
        const recovered = result.ok && (before === undefined || before >= failures)
        return recovered ? [alertOf(settings, result, 'resolved', due)] : []
      })
      if (alerts.length > 0) await intake.take(alerts)
      return Object.fromEntries(counted.map(({ result, failed }) => [result.name, failed]))
    },
  }
}

function countFailures(result: CheckResult, memo: Memo): number {
  return result.ok ? 0 : (memo[result.name] ?? 0) + 1
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
    summary: `${name}: ${said}, ${healthChecks.failures} times in a row`,
    ...(service === undefined ? {} : { service }),
    ...(state === 'firing' ? { since: at - healthChecks.every * (healthChecks.failures - 1) } : {}),
  }
}
