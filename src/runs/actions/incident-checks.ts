import type { Action } from '../act.ts'
import type { CheckResult, HealthChecks } from '../health.ts'
import { failed } from './results.ts'
import { oneLine } from './words.ts'

export type IncidentChecksDeps = { readonly checks: HealthChecks | undefined }

/** Asks every configured address; a field for each check, by its name. It only reads, so a drill does it too. */
export function createIncidentChecks({ checks }: IncidentChecksDeps): Action {
  return async (_run, _entry, effect) => {
    if (checks === undefined || checks.names.length === 0)
      return failed(effect, 'no health check is configured (healthChecks in vigie.yaml)')
    const results = await checks.run()
    return { note: 'checked', fields: Object.fromEntries(results.map((one) => [one.name, said(one)])) }
  }
}

function said({ ok, ms, said }: CheckResult): string {
  return `${ok ? 'ok' : 'not ok'} - ${oneLine(said)} ${ok ? 'in' : '- in'} ${Math.round(ms)} ms`
}
