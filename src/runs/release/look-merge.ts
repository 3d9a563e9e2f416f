import { timeFact } from '../../notify/cards/incident-facts.ts'
import type { Look } from './attend.ts'
import type { Repository } from './ports.ts'

export type LookMergeDeps = { readonly repository: Pick<Repository, 'pull'> | undefined }

/** Looks whether the pull request of the CHANGELOG was merged, or closed without. */
export function createLookMerge({ repository }: LookMergeDeps): Look {
  return async ({ facts }) => {
    const number = timeFact(facts, 'pull')
    if (repository === undefined || number === undefined) return []
    const { state, by } = await repository.pull(number)
    if (state === 'open') return []
    const fields = state === 'merged' ? { mergedBy: by ?? 'somebody' } : {}
    return [{ key: `pull:${number}:${state}`, result: { step: 'merge', outcome: state, fields } }]
  }
}
