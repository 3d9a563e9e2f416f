import { type Choice, type Do, findStep, type Step } from './playbook.ts'
import type { Entry, Run } from './run.ts'

/** What the playbook wished when `entry` happened: the messages that belong under the run's card. */
export function wishesOf(run: Run, entry: Entry): readonly Do[] {
  const step = findStep(run.steps, entry.step)
  switch (entry.kind) {
    case 'decided':
    case 'completed':
      return choicesOf(step).find((one) => one.id === entry.what)?.do ?? []
    case 'noted':
      return run.notes.find((note) => note.id === entry.what)?.do ?? []
    case 'due':
      return [...run.timerRules, ...(step?.timers ?? [])].find((rule) => rule.id === entry.what)?.do ?? []
    case 'began':
    case 'voted':
      return []
  }
}

function choicesOf(step: Step | undefined): readonly Choice[] {
  return step?.kind === 'gate' ? step.decisions : (step?.outcomes ?? [])
}

/** How an entry is called: `acknowledged`, `updated`, or the id of the timer rule. */
export function pastOf(
  run: Pick<Run, 'steps' | 'notes'>,
  entry: Pick<Entry, 'step' | 'kind' | 'what'>,
): string {
  const step = findStep(run.steps, entry.step)
  if (entry.kind === 'noted') return run.notes.find((note) => note.id === entry.what)?.past ?? entry.what
  if (entry.kind === 'due' || entry.kind === 'began') return entry.what
  return choicesOf(step).find((one) => one.id === entry.what)?.past ?? entry.what
}

/** Everything that may be chosen at the run's current step. */
export function choicesNow(run: Run): readonly Choice[] {
  return run.state === 'finished' ? [] : choicesOf(findStep(run.steps, run.step))
}

/** The group that the run waits for; undefined when it waits for no person. */
export function waitsFor(run: Run): string | undefined {
  if (run.state === 'finished') return undefined
  const step = findStep(run.steps, run.step)
  return step?.kind === 'gate' ? step.approvers : step?.doneBy
}
