import type { Run } from '../../engine/run.ts'
import type { Action } from '../act.ts'
import type { RunStore } from '../ports.ts'
import type { Settings } from '../settings.ts'

/** Whether an incident and others make a pattern: which ones, and a line each why. Pure. */
export type JudgePattern = (
  run: Run,
  others: readonly Run[],
) => { readonly found: boolean; readonly with: readonly string[]; readonly why: readonly string[] }

export type IncidentPatternDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly settings: Pick<Settings, 'patterns'>
  readonly judgePattern: JudgePattern
}

const MOST = 200

/** Looks for incidents like this one; found once for a run. */
export function createIncidentPattern({ store, settings, judgePattern }: IncidentPatternDeps): Action {
  return async (run) => {
    if (run.history.some((entry) => entry.kind === 'noted' && entry.what === 'pattern')) return undefined
    const since = run.openedAt - settings.patterns.within
    const runs = await store.list({ playbook: run.playbook, since, limit: MOST })
    const judged = judgePattern(
      run,
      runs.filter((other) => other.id !== run.id),
    )
    if (!judged.found) return undefined
    return { note: 'pattern', fields: { with: judged.with.join(', '), why: judged.why.join('\n') } }
  }
}
