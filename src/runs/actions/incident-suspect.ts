import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { RunStore } from '../ports.ts'
import { suspectAmong } from '../release/suspect.ts'

export type IncidentSuspectDeps = { readonly store: Pick<RunStore, 'list'> }

const MOST = 50

/** The release that one may roll back: of our own runs, so that the button is there while GitHub is away. */
export function createIncidentSuspect({ store }: IncidentSuspectDeps): Action {
  return async (run) => {
    const release = suspectAmong(await store.list({ playbook: 'release', limit: MOST }), run.openedAt)
    if (release === undefined) return undefined
    const suspectVersion = textFact(release.facts, 'version') ?? ''
    return { note: 'suspect', fields: { suspectRelease: release.id, suspectVersion } }
  }
}
