import type { Fields, Run } from '../../engine/run.ts'
import type { Action } from '../act.ts'
import type { RunStore } from '../ports.ts'
import { plan } from '../release/planned.ts'
import { stableBefore } from '../release/stable.ts'
import { type SurveyPort, survey } from '../release/survey.ts'
import type { Settings } from '../settings.ts'
import { gitHubIsOff, releasesAreOff } from './results.ts'

export type ReleasePlanDeps = {
  readonly repository: SurveyPort | undefined
  readonly settings: Pick<Settings, 'releases'>
  readonly store: Pick<RunStore, 'list'>
}

/** So many releases are looked back upon. */
const LOOKED_AT = 50

/** What the release would hold and which version it is; done again whenever the branch moves before the tag. */
export function createReleasePlan({ repository, settings, store }: ReleasePlanDeps): Action {
  async function stableFor(run: Run, { previous }: Fields): Promise<string> {
    if (typeof previous !== 'string' || previous === '') return ''
    const releases = await store.list({ playbook: 'release', state: 'finished', limit: LOOKED_AT })
    const here = releases.filter(({ facts }) => facts['environment'] === run.facts['environment'])
    return stableBefore(previous, here)
  }

  return async (run, _entry, effect) => {
    if (settings.releases === undefined) return releasesAreOff(effect)
    if (repository === undefined) return gitHubIsOff(effect, 'release by hand')
    const found = await survey(repository, run, settings.releases.changelog.path)
    const planned = 'because' in found ? found : plan(found, run.facts)
    if ('because' in planned)
      return { step: 'plan', outcome: 'refused', fields: { because: planned.because } }
    const { fields } = planned
    return { step: 'plan', outcome: 'planned', fields: { ...fields, stable: await stableFor(run, fields) } }
  }
}
