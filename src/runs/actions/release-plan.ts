import type { Action } from '../act.ts'
import { plan } from '../release/planned.ts'
import { type SurveyPort, survey } from '../release/survey.ts'
import type { Settings } from '../settings.ts'
import { gitHubIsOff, releasesAreOff } from './results.ts'

export type ReleasePlanDeps = {
  readonly repository: SurveyPort | undefined
  readonly settings: Pick<Settings, 'releases'>
}

/** What the release would hold and which version it is; done again whenever the branch moves before the tag. */
export function createReleasePlan({ repository, settings }: ReleasePlanDeps): Action {
  return async (run, _entry, effect) => {
    if (settings.releases === undefined) return releasesAreOff(effect)
    if (repository === undefined) return gitHubIsOff(effect, 'release by hand')
    const found = await survey(repository, run, settings.releases.changelog.path)
    const planned = 'because' in found ? found : plan(found, run.facts)
    return 'because' in planned
      ? { step: 'plan', outcome: 'refused', fields: { because: planned.because } }
      : { step: 'plan', outcome: 'planned', fields: planned.fields }
  }
}
