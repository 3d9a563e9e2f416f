import type { CheckResult, HealthChecks } from '../runs/health.ts'
import { judgeStatus, type Patience, probe } from './probe.ts'

export type HealthCheck = {
  readonly name: string
  readonly url: string
  /** The status that is well; any of 200 to 299 when absent. */
  readonly expect?: number | undefined
}

export type HealthCheckDeps = Patience & { readonly checks: readonly HealthCheck[] }

/** Asks every address at once. The status is the answer; how the rest of it ends is nobody's question. */
export function createHealthChecks({ checks, ...patience }: HealthCheckDeps): HealthChecks {
  async function run({ name, url, expect }: HealthCheck): Promise<CheckResult> {
    const { ok, ms, said } = await probe(url, patience, (answer) => judgeStatus(answer, expect))
    return { name, ok, ms, said }
  }

  return {
    names: checks.map(({ name }) => name),
    run: () => Promise.all(checks.map(run)),
  }
}
