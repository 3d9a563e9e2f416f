import type { Action } from '../act.ts'
import type { Inspect } from '../release/inspect.ts'
import { releasesAreOff } from './results.ts'

/** Undefined while releases are off. */
export type ReleaseExamineDeps = { readonly inspectRelease: Inspect | undefined }

/** Looks at everything that a release needs, whatever was known before. */
export function createReleaseExamine({ inspectRelease }: ReleaseExamineDeps): Action {
  return async (run, _entry, effect) => {
    if (inspectRelease === undefined) return releasesAreOff(effect)
    return (await inspectRelease(run)).result
  }
}
