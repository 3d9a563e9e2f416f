import type { Advanced, Complete, Decide, Due, Effect, Refused, RunEvent } from './event.ts'
import { judgeVote } from './gate.ts'
import type { Do } from './playbook.ts'
import { findStep } from './playbook.ts'
import type { Entry, Run } from './run.ts'
import { lateness, startTimers } from './timers.ts'
import { effectsOf, enter, timersBegun } from './transition.ts'

/**
 * What happens next. Pure: it answers the run as it becomes and what is to be done, or why nothing changes.
 * An event that was already taken (same key) is refused as `repeated` with the entry it made.
 */
export function advance(run: Run, event: RunEvent): Advanced | Refused {
  const taken = run.history.find((entry) => entry.key === event.key)
  if (taken !== undefined) return { advanced: false, reason: 'repeated', run, before: taken }
  switch (event.type) {
    case 'decide':
      return decide(run, event)
    case 'complete':
      return complete(run, event)
    case 'note':
      return note(run, event)
    case 'due':
      return due(run, event)
  }
}

function decide(run: Run, event: Decide): Advanced | Refused {
  const missed = judgeStep(run, event.step)
  if (missed !== undefined) return missed
  const step = findStep(run.steps, run.step)
  if (step?.kind !== 'gate' || run.gate === undefined) return refused(run, 'stale')
  const judgement = judgeVote(step, run.gate, run, event)
  if (judgement.outcome === 'refused') return { advanced: false, run, ...judgement }
  const entry: Entry = {
    ...entryOf(run, event, judgement.outcome, event.decision, event.fields),
    code: judgement.gate.code,
  }
  const voted: Run = { ...run, gate: judgement.gate }
  if (judgement.outcome === 'voted') return advanced(voted, entry, [])
  return advanced(voted, entry, judgement.decision.do ?? [], judgement.decision.next)
}

function complete(run: Run, event: Complete): Advanced | Refused {
  const missed = judgeStep(run, event.step)
  if (missed !== undefined) return missed
  const step = findStep(run.steps, run.step)
  if (step === undefined || step.kind === 'gate') return refused(run, 'stale')
  const outcome = step.outcomes.find((one) => one.id === event.outcome)
  if (outcome === undefined) return refused(run, 'unknown_choice')
  if (step.doneBy !== undefined && !event.by.groups.includes(step.doneBy)) {
    return { ...refused(run, 'not_an_approver'), group: step.doneBy }
  }
  const entry = entryOf(run, event, 'completed', outcome.id, event.fields)
  return advanced(run, entry, outcome.do ?? [], outcome.next)
}

function note(run: Run, event: Extract<RunEvent, { type: 'note' }>): Advanced | Refused {
  if (run.state === 'finished') return refused(run, 'finished')
  const rule = run.notes.find((one) => one.id === event.note)
  if (rule === undefined) return refused(run, 'unknown_choice')
  if (!event.by.groups.includes(rule.by)) return { ...refused(run, 'not_an_approver'), group: rule.by }
  const again = run.timerRules.filter((timer) => rule.restarts?.includes(timer.id))
  const kept = run.timers.filter((timer) => !again.some((one) => one.id === timer.rule))
  const restarted = startTimers(again, { ...run, version: run.version + 1 }, event.at)
  return advanced(
    { ...run, timers: [...kept, ...restarted] },
    entryOf(run, event, 'noted', rule.id, event.fields),
    rule.do,
  )
}

function due(run: Run, event: Due): Advanced | Refused {
  const timer = run.timers.find((one) => one.id === event.timer)
  if (run.state === 'finished' || timer === undefined) return refused(run, 'no_such_timer')
  const rules = [...run.timerRules, ...(findStep(run.steps, run.step)?.timers ?? [])]
  const rule = rules.find((one) => one.id === timer.rule)
  if (rule === undefined) return refused(run, 'no_such_timer')
  const next =
    rule.repeats === true ? startTimers([rule], { ...run, version: run.version + 1 }, event.at) : []
  const timers = [...run.timers.filter((one) => one.id !== timer.id), ...next]
  const entry: Entry = {
    ...entryOf(run, event, 'due', rule.id, {}),
    ...lateness(timer, event.at, event.restart),
  }
  return advanced({ ...run, timers }, entry, rule.do)
}

/** A step that is over: by whom it was decided, if somebody did. */
function judgeStep(run: Run, step: string): Refused | undefined {
  if (run.state === 'open' && run.step === step) return undefined
  const before = run.history.findLast(
    (entry) => entry.step === step && (entry.kind === 'decided' || entry.kind === 'completed'),
  )
  if (before !== undefined) return { ...refused(run, 'already_decided'), before }
  return refused(run, run.state === 'finished' ? 'finished' : 'stale')
}

/** `run` is as the event left it, still with the old version; the entry, the next step and the effects come on top. */
function advanced(run: Run, entry: Entry, wishes: readonly Do[], next?: string): Advanced {
  const grown: Run = { ...run, version: run.version + 1, history: [...run.history, entry] }
  const moved = next === undefined ? { run: grown, wishes: [] } : enter(grown, next, entry.at)
  const redraw: Effect = { id: `${run.id}.${grown.version}.redraw`, run: run.id, kind: 'redraw' }
  const effects = [...effectsOf(moved.run, [...wishes, ...moved.wishes]), redraw, ...timersBegun(moved.run)]
  return { advanced: true, run: moved.run, entry, effects }
}

function entryOf(
  run: Run,
  event: RunEvent,
  kind: Entry['kind'],
  what: string,
  fields: Entry['fields'],
): Entry {
  return {
    key: event.key,
    at: event.at,
    by: event.by.id,
    door: event.door,
    step: run.step,
    kind,
    what,
    fields,
  }
}

function refused(run: Run, reason: Refused['reason']): Refused {
  return { advanced: false, reason, run }
}
