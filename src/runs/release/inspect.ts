import type { Run } from '../../engine/run.ts'
import type { Noted } from '../act.ts'
import type { Examine } from './examine.ts'
import { describeMove } from './move.ts'
import type { Repository } from './ports.ts'

export type InspectDeps = {
  readonly examine: Examine
  readonly repository: Pick<Repository, 'compare' | 'urlOf'>
}

/** How an undecided release stands: what it is decided upon has moved, or how its prerequisites are. */
export type Inspection = { readonly movedTo?: string; readonly result: Noted }

/** Throws `RemoteError` only where the branch moved and nobody says what came. */
export type Inspect = (run: Run) => Promise<Inspection>

export function createInspect({ examine, repository }: InspectDeps): Inspect {
  return async (run) => {
    const { fields, movedTo } = await examine(run)
    if (movedTo === undefined) return { result: { note: 'examined', fields } }
    const commit = String(run.facts['commit'] ?? '')
    const { came, moveUrl } = await describeMove(repository, commit, movedTo)
    return { movedTo, result: { note: 'moved', fields: { came, moveUrl, commit } } }
  }
}
