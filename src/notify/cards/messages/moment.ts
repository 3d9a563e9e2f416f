import { changeFacts } from '../../../engine/facts.ts'
import { type Choice, type FactChange, findStep, type Step } from '../../../engine/playbook.ts'
import type { Entry, Fields, Run } from '../../../engine/run.ts'
import type { Look } from '../../look.ts'

/** What a message is written from. */
export type Moment = {
  /** The run with its facts and history as they stood right after the entry: a message keeps its words, whatever happened since. */
  readonly run: Run
  /** The run as it stands: what the buttons may do. */
  readonly now: Run
  readonly entry: Entry
  readonly look: Look
}

export function momentOf(now: Run, entry: Entry, look: Look): Moment {
  return { run: runAt(now, now.history.indexOf(entry)), now, entry, look }
}

/** The run as it stood before the entry: who led until then, which severity it had. */
export function earlier({ now, entry }: Moment): Run {
  return runAt(now, Math.max(now.history.indexOf(entry) - 1, 0))
}

/** The run as it stood right after the entry at `index`. */
export function runAt(run: Run, index: number): Run {
  return { ...run, history: run.history.slice(0, index + 1), facts: factsOf(run)[index] ?? {} }
}

/** A thread is composed of many messages of one run: its facts are replayed once. */
const replayed = new WeakMap<Run, readonly Fields[]>()

/** The facts after each entry. */
function factsOf(run: Run): readonly Fields[] {
  const known = replayed.get(run)
  if (known !== undefined) return known
  let facts: Fields = {}
  const all = run.history.map((entry) => {
    facts = factsAfter(run, facts, entry)
    return facts
  })
  replayed.set(run, all)
  return all
}

function factsAfter(run: Run, facts: Fields, entry: Entry): Fields {
  if (entry.kind === 'began') return entry.fields
  return changeFacts(facts, changeOf(run, entry), { by: { id: entry.by }, fields: entry.fields })
}

/** What the entry did to the facts, by the rules that the run keeps. */
function changeOf(run: Run, entry: Entry): FactChange {
  const step = findStep(run.steps, entry.step)
  switch (entry.kind) {
    case 'decided':
    case 'completed':
      return choicesOf(step).find((one) => one.id === entry.what) ?? {}
    case 'noted':
      return run.notes.find((one) => one.id === entry.what) ?? {}
    case 'due':
      return dueChange([...run.timerRules, ...(step?.timers ?? [])].find((one) => one.id === entry.what))
    case 'began':
    case 'voted':
      return {}
  }
}

function dueChange(rule: { readonly sets?: Fields } | undefined): FactChange {
  return rule?.sets === undefined ? {} : { sets: rule.sets }
}

function choicesOf(step: Step | undefined): readonly Choice[] {
  return step?.kind === 'gate' ? step.decisions : (step?.outcomes ?? [])
}
