import { holds } from './condition.ts'
import type { Effect } from './event.ts'
import { evidenceChanged, openGate } from './gate.ts'
import type { Do, Step } from './playbook.ts'
import { END, findStep } from './playbook.ts'
import type { Entry, Run } from './run.ts'
import type { DueAfter } from './span.ts'
import { startTimers } from './timers.ts'

type Moved = { readonly run: Run; readonly wishes: readonly Do[] }

/**
 * Leaves the current step and enters `next`, or the first one after it that is not passed over, or finishes the run.
 * Timers of the step that is left end with it.
 */
export function enter(run: Run, next: string, at: number, dueAfter: DueAfter): Moved {
  const { gate: _closed, ...rest } = run
  const step = next === END ? undefined : firstThatHolds(run, next)
  if (step === undefined) {
    return { run: { ...rest, state: 'finished', finishedAt: at, timers: [] }, wishes: [] }
  }
  const lasting = run.timers.filter((timer) => run.timerRules.some((rule) => rule.id === timer.rule))
  const timers = [...lasting, ...startTimers(step.timers ?? [], run, at, dueAfter)]
  const there = withGate({ ...rest, step: step.id, timers }, step, at, dueAfter)
  return { run: there, wishes: step.onEnter ?? [] }
}

function firstThatHolds(run: Run, next: string): Step | undefined {
  const from = run.steps.findIndex((step) => step.id === next)
  if (from === -1) throw new Error(`${run.id}: the playbook has no step "${next}"`)
  return run.steps.slice(from).find((step) => holds(step.when, run.facts))
}

/** The open gate opens anew when what it is decided upon isn't so any more: who saw the old card decides nothing. */
export function reopenIfChanged(run: Run, at: number, dueAfter: DueAfter): Run {
  const step = findStep(run.steps, run.step)
  if (step?.kind !== 'gate' || run.gate === undefined || !evidenceChanged(step, run.gate, run)) return run
  return withGate(run, step, at, dueAfter)
}

function withGate(run: Run, step: Step, at: number, dueAfter: DueAfter): Run {
  if (step.kind !== 'gate') return run
  return { ...run, gate: openGate(step, run, at, dueAfter), gatesOpened: run.gatesOpened + 1 }
}

/** The run with what is wished for it written down, and the effects. `wishes` are about the run's latest entry. */
export function wish(run: Run, wishes: readonly Do[]): { run: Run; effects: readonly Effect[] } {
  const granted = wishes.filter((one) => holds(one.when, run.facts))
  const posts = granted.flatMap((one) => ('post' in one ? [one.post] : []))
  const pins = granted.filter((one) => 'pin' in one || 'unpin' in one).at(-1)
  const noted: Run = {
    ...run,
    ...(pins === undefined ? {} : { pinned: 'pin' in pins }),
    history: run.history.map((entry, n) => (n === run.history.length - 1 ? withPosts(entry, posts) : entry)),
  }
  return { run: noted, effects: effectsOf(noted, granted) }
}

function withPosts(entry: Entry, posts: readonly string[]): Entry {
  return posts.length === 0 ? entry : { ...entry, posts }
}

/** Ids are unique because a version is never used twice. */
function effectsOf(run: Run, wishes: readonly Do[]): readonly Effect[] {
  const entry = run.history.length - 1
  return wishes.map((one, n): Effect => {
    const common = { id: `${run.id}.${run.version}.${n}`, run: run.id }
    if ('post' in one) {
      const elsewhere = one.channel === undefined ? {} : { channel: one.channel }
      return { ...common, kind: 'post', message: one.post, entry, ...elsewhere }
    }
    if ('act' in one) return { ...common, kind: 'act', action: one.act, entry }
    if ('pin' in one) return { ...common, kind: 'pin', message: one.pin }
    return { ...common, kind: 'unpin', message: one.unpin }
  })
}

/** One effect for each timer that this version of the run started. */
export function timersBegun(run: Run): readonly Effect[] {
  return run.timers
    .filter((timer) => timer.id.startsWith(`${run.id}.${run.version}.`))
    .map((timer) => ({ id: timer.id, run: run.id, kind: 'timer', timer: timer.id, dueAt: timer.dueAt }))
}
