import { holds } from './condition.ts'
import type { Advanced, Complete, Decide, Due, Effect, Refused, Remark, RunEvent } from './event.ts'
import { changeFacts } from './facts.ts'
import { judgeVote } from './gate.ts'
import type { Choice, Do, Note } from './playbook.ts'
import { END, EVERYONE, findStep } from './playbook.ts'
import { type Entry, type Run, VIGIE } from './run.ts'
import { type DueAfter, everyHourWorks } from './span.ts'
import { durationOf, lateness, settleTimers, startTimers, timerOf } from './timers.ts'
import { enter, reopenIfChanged, timersBegun, wish } from './transition.ts'

/**
 * What happens next. Pure: it answers the run as it becomes and what is to be done, or why nothing changes.
 * An event that was already taken (same key) is refused as `repeated` with the entry it made.
 * `dueAfter` knows the team's working hours.
 */
export function advance(run: Run, event: RunEvent, dueAfter: DueAfter = everyHourWorks): Advanced | Refused {
  const taken = run.history.find((entry) => entry.key === event.key)
  if (taken !== undefined) return { advanced: false, reason: 'repeated', run, before: taken }
  switch (event.type) {
    case 'decide':
      return decide(run, event, dueAfter)
    case 'complete':
      return complete(run, event, dueAfter)
    case 'note':
      return note(run, event, dueAfter)
    case 'due':
      return due(run, event, dueAfter)
  }
}

function decide(run: Run, event: Decide, dueAfter: DueAfter): Advanced | Refused {
  const missed = judgeStep(run, event.step)
  if (missed !== undefined) return missed
  const step = findStep(run.steps, run.step)
  if (step?.kind !== 'gate' || run.gate === undefined) return refused(run, 'stale')
  const judgement = judgeVote(step, run.gate, run, event)
  if (judgement.outcome === 'refused') return { advanced: false, run, ...judgement }
  const entry: Entry = {
    ...entryOf(run, event, judgement.outcome, event.decision, event.fields),
    code: judgement.gate.code,
    ...(judgement.gate.evidence === undefined ? {} : { evidence: judgement.gate.evidence }),
  }
  const voted: Run = { ...run, gate: judgement.gate }
  if (judgement.outcome === 'voted') return grow(run, voted, entry, [], dueAfter)
  return choose(run, voted, entry, judgement.decision, event, dueAfter)
}

function complete(run: Run, event: Complete, dueAfter: DueAfter): Advanced | Refused {
  const missed = judgeStep(run, event.step)
  if (missed !== undefined) return missed
  const step = findStep(run.steps, run.step)
  if (step === undefined || step.kind === 'gate') return refused(run, 'stale')
  const outcome = step.outcomes.find((one) => one.id === event.outcome)
  if (outcome === undefined) return refused(run, 'unknown_choice')
  if (!holds(outcome.when, run.facts)) return refused(run, 'not_now')
  const group = outcome.by ?? step.doneBy ?? EVERYONE
  if (!mayDo(event, group)) return { ...refused(run, 'not_an_approver'), group }
  const entry = entryOf(run, event, 'completed', outcome.id, event.fields)
  return choose(run, run, entry, outcome, event, dueAfter)
}

/** A choice counts: the facts change, and the run moves on. */
function choose(
  before: Run,
  run: Run,
  entry: Entry,
  choice: Choice,
  event: Decide | Complete,
  dueAfter: DueAfter,
): Advanced {
  const chosen: Run = { ...run, facts: changeFacts(run.facts, choice, event) }
  return grow(before, chosen, entry, choice.do ?? [], dueAfter, choice.next)
}

function note(run: Run, event: Remark, dueAfter: DueAfter): Advanced | Refused {
  const rule = run.notes.find((one) => one.id === event.note)
  if (run.state === 'finished' && rule?.afterEnd !== true) return refused(run, 'finished')
  if (rule === undefined) return refused(run, 'unknown_choice')
  const barred = judgeAuthor(run, rule, event)
  if (barred !== undefined) return barred
  if (!holds(rule.when, run.facts)) return refused(run, 'not_now')
  if (isAboutElse(run, rule, event)) return refused(run, 'stale')
  const changed: Run = isOfOtherAct(run, rule, event)
    ? run
    : { ...run, facts: changeFacts(run.facts, rule, event) }
  const noted: Run = { ...changed, timers: rewound(changed, rule, event.at, dueAfter) }
  const entry = entryOf(run, event, 'noted', rule.id, event.fields)
  return grow(run, noted, entry, rule.do, dueAfter, run.state === 'open' ? rule.next : undefined)
}

/** What was found upon something that is not so any more: a commit that was looked at until another one came. */
function isAboutElse({ facts }: Run, { about = [] }: Note, { fields }: Remark): boolean {
  return about.some((fact) => fields[fact] !== undefined && fields[fact] !== facts[fact])
}

/** It comes late: the step that it was done for is over. */
function isOfOtherAct(run: Run, { ofAct }: Note, { fields }: Remark): boolean {
  const act = ofAct === undefined ? undefined : fields[ofAct]
  if (act === undefined || run.state === 'finished') return false
  const does = findStep(run.steps, run.step)?.onEnter ?? []
  return !does.some((one) => 'act' in one && one.act === act)
}

function mayDo({ by }: Pick<RunEvent, 'by'>, group: string): boolean {
  return group === EVERYONE || by.id === VIGIE || by.groups.includes(group)
}

/** Somebody else than the note is for. */
function judgeAuthor(run: Run, rule: Note, { by }: Remark): Refused | undefined {
  if (by.id === VIGIE) return undefined
  if (!mayDo({ by }, rule.by)) return { ...refused(run, 'not_an_approver'), group: rule.by }
  const named = rule.byFact === undefined ? undefined : run.facts[rule.byFact]
  if (typeof named !== 'string' || named === '' || named === by.id) return undefined
  return { ...refused(run, 'not_an_approver'), person: named }
}

/** The timers of a run after a note that starts some of them anew or puts one off. */
function rewound(run: Run, rule: Note, at: number, dueAfter: DueAfter): Run['timers'] {
  const next = { ...run, version: run.version + 1 }
  const again = run.timerRules.filter((timer) => rule.restarts?.includes(timer.id))
  const later = run.timers.filter((timer) => timer.rule === rule.postpones?.timer)
  const span = rule.postpones === undefined ? undefined : durationOf(run, rule.postpones.by)
  const kept = run.timers.filter(
    (timer) => !again.some((one) => one.id === timer.rule) && (span === undefined || !later.includes(timer)),
  )
  const postponed =
    span === undefined
      ? []
      : later.map(({ rule: id, dueAt }) => timerOf(next, id, Math.max(dueAt, dueAfter(at, span))))
  return [...kept, ...startTimers(again, next, at, dueAfter), ...postponed]
}

function due(run: Run, event: Due, dueAfter: DueAfter): Advanced | Refused {
  const timer = run.timers.find((one) => one.id === event.timer)
  if (run.state === 'finished' || timer === undefined) return refused(run, 'no_such_timer')
  const rules = [...run.timerRules, ...(findStep(run.steps, run.step)?.timers ?? [])]
  const rule = rules.find((one) => one.id === timer.rule)
  if (rule === undefined) return refused(run, 'no_such_timer')
  const grown = { ...run, version: run.version + 1 }
  const next = rule.repeats === true ? startTimers([rule], grown, event.at, dueAfter) : []
  const timers = [...run.timers.filter((one) => one.id !== timer.id), ...next]
  const entry: Entry = {
    ...entryOf(run, event, 'due', rule.id, {}),
    ...lateness(timer, event.at, event.restart),
  }
  const facts = { ...run.facts, ...rule.sets }
  const after: Run = { ...run, facts, timers }
  return grow(run, after, entry, rule.do, dueAfter, rule.ends === true ? END : undefined)
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
function grow(
  before: Run,
  run: Run,
  entry: Entry,
  wishes: readonly Do[],
  dueAfter: DueAfter,
  next?: string,
): Advanced {
  const grown: Run = { ...run, version: run.version + 1, history: [...run.history, entry] }
  // What is added after the end starts nothing any more.
  const timers = grown.state === 'finished' ? [] : settleTimers(before, grown, entry.at, dueAfter)
  const settled = reopenIfChanged({ ...grown, timers }, entry.at, dueAfter)
  const onward = next ?? (isOver(settled) ? run.step : undefined)
  const moved =
    onward === undefined ? { run: settled, wishes: [] } : enter(settled, onward, entry.at, dueAfter)
  const wished = wish(moved.run, [...wishes, ...moved.wishes])
  const redraw: Effect = { id: `${run.id}.${grown.version}.redraw`, run: run.id, kind: 'redraw' }
  const effects = [...wished.effects, redraw, ...timersBegun(wished.run)]
  return { advanced: true, run: wished.run, entry: wished.run.history.at(-1) ?? entry, effects }
}

/** A step that ends with its condition, when that has ended: entering it again passes it over. */
function isOver(run: Run): boolean {
  const step = findStep(run.steps, run.step)
  return run.state === 'open' && step?.endsWithCondition === true && !holds(step.when, run.facts)
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
