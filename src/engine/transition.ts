import type { Effect } from './event.ts'
import { openGate } from './gate.ts'
import type { Do, Step } from './playbook.ts'
import { END, findStep } from './playbook.ts'
import type { Run } from './run.ts'
import { startTimers } from './timers.ts'

type Moved = { readonly run: Run; readonly wishes: readonly Do[] }

/** Leaves the current step and enters `next`, or finishes the run. Timers of the step that is left end with it. */
export function enter(run: Run, next: string, at: number): Moved {
  const { gate: _closed, ...rest } = run
  if (next === END) {
    return { run: { ...rest, state: 'finished', finishedAt: at, timers: [] }, wishes: [] }
  }
  const step = findStep(run.steps, next)
  if (step === undefined) throw new Error(`${run.id}: the playbook has no step "${next}"`)
  const lasting = run.timers.filter((timer) => run.timerRules.some((rule) => rule.id === timer.rule))
  const timers = [...lasting, ...startTimers(step.timers ?? [], run, at)]
  return { run: withGate({ ...rest, step: step.id, timers }, step, at), wishes: step.onEnter ?? [] }
}

function withGate(run: Run, step: Step, at: number): Run {
  if (step.kind !== 'gate') return run
  return { ...run, gate: openGate(step, run, at), gatesOpened: run.gatesOpened + 1 }
}

/** Effects for `wishes`, about the run's latest entry. Ids are unique because a version is never used twice. */
export function effectsOf(run: Run, wishes: readonly Do[]): readonly Effect[] {
  return wishes.map((wish, n): Effect => {
    const common = { id: `${run.id}.${run.version}.${n}`, run: run.id }
    if ('post' in wish) return { ...common, kind: 'post', message: wish.post, entry: run.history.length - 1 }
    if ('pin' in wish) return { ...common, kind: 'pin', message: wish.pin }
    return { ...common, kind: 'unpin', message: wish.unpin }
  })
}

/** One effect for each timer that this version of the run started. */
export function timersBegun(run: Run): readonly Effect[] {
  return run.timers
    .filter((timer) => timer.id.startsWith(`${run.id}.${run.version}.`))
    .map((timer) => ({ id: timer.id, run: run.id, kind: 'timer', timer: timer.id, dueAt: timer.dueAt }))
}
