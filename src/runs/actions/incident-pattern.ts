import { judgePattern } from '../../engine/patterns.ts'
import { patternFields } from '../../notify/cards/pattern.ts'
import type { Action } from '../act.ts'
import type { RunStore } from '../ports.ts'
import type { Settings } from '../settings.ts'

export type IncidentPatternDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly settings: Pick<Settings, 'patterns'>
}

const MOST = 200

/** Looks for incidents like this one; found once for a run. */
export function createIncidentPattern({ store, settings }: IncidentPatternDeps): Action {
  return async (run) => {
    if (run.history.some((entry) => entry.kind === 'noted' && entry.what === 'pattern')) return undefined
    const since = run.openedAt - settings.patterns.within
    const others = await store.list({ playbook: run.playbook, since, limit: MOST })
    const judged = judgePattern(run, others, settings.patterns)
    return judged.found ? { note: 'pattern', fields: patternFields(judged) } : undefined
  }
}
