import type { Action } from '../act.ts'
import type { SmokeResult, SmokeTests } from '../release/ports.ts'
import { oneLine } from './words.ts'

export type ReleaseSmokeDeps = { readonly smoke?: SmokeTests | undefined }

const STEP = 'smoke'

/** Tests production after the deployment of a release or of a rollback, and ends that step. It only reads. */
export function createReleaseSmoke({ smoke }: ReleaseSmokeDeps): Action {
  return async () => {
    if (smoke === undefined || smoke.names.length === 0) {
      const none = 'no smoke test is configured (releases.smoke in vigie.yaml)'
      return { step: STEP, outcome: 'passed', fields: { smoke: none } }
    }
    const results = await smoke.run()
    return {
      step: STEP,
      outcome: results.every(({ ok }) => ok) ? 'passed' : 'failed',
      fields: { smoke: results.map(lineOf).join('\n') },
    }
  }
}

/** `Docmost - ok - 200 in 84 ms`, `Bridge - not ok - 503, expected 200 - 3 tries` */
function lineOf({ name, ok, ms, said, tries }: SmokeResult): string {
  const time = ok ? ` in ${Math.round(ms)} ms` : ''
  const again = tries === 1 ? '' : ` - ${tries} tries`
  return `${name} - ${ok ? 'ok' : 'not ok'} - ${oneLine(said)}${time}${again}`
}
