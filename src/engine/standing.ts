import { holds } from './condition.ts'
import { type Choice, findStep, type Note, type Step } from './playbook.ts'
import { type Entry, type Run, VIGIE } from './run.ts'

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

/** Everything that people may choose at the run's current step. */
export function choicesNow(run: Run): readonly Choice[] {
  if (run.state === 'finished') return []
  const step = findStep(run.steps, run.step)
  return choicesOf(step).filter((choice) => mayPerson(step, choice) && holds(choice.when, run.facts))
}

/** What only Vigie reports is no choice of anybody's. */
function mayPerson(step: Step | undefined, { by }: Choice): boolean {
  return step?.kind === 'gate' || (by ?? step?.doneBy) !== VIGIE
}

/** The remarks that people may make as the run stands now. */
export function notesNow(run: Run): readonly Note[] {
  return run.notes.filter(
    (note) => (run.state === 'open' || note.afterEnd === true) && holds(note.when, run.facts),
  )
}

/** The group that the run waits for; undefined when it waits for no person. */
export function waitsFor(run: Run): string | undefined {
  if (run.state === 'finished') return undefined
  const step = findStep(run.steps, run.step)
  if (step?.kind === 'gate') return step.approvers
  return choicesNow(run)[0]?.by ?? step?.doneBy
}

/** A step of a run as one shows it. */
export type Progress = {
  readonly step: Step
  /** `passed`: the run went by it, or its condition does not hold. */
  readonly state: 'done' | 'now' | 'ahead' | 'passed'
  /** What ended it. */
  readonly ended?: Entry
}

/** How far the run is, a line for each of its steps. */
export function progressOf(run: Run): readonly Progress[] {
  const here = run.steps.findIndex((step) => step.id === run.step)
  const over = run.state === 'finished'
  return run.steps.map((step, n): Progress => {
    if (n === here && !over) return { step, state: 'now' }
    const ended = run.history.findLast((entry) => endsStep(entry, step, run))
    const reached = over || n < here
    if (reached && ended !== undefined) return { step, state: 'done', ended }
    return { step, state: reached || !holds(step.when, run.facts) ? 'passed' : 'ahead' }
  })
}

/** A step is ended by what was chosen there; the first ones by the beginning of a run that began later, unless they were passed over. */
function endsStep(entry: Entry, step: Step, { facts }: Pick<Run, 'facts'>): boolean {
  if (entry.step !== step.id) return false
  if (entry.kind === 'began') return holds(step.when, facts)
  return entry.kind === 'decided' || entry.kind === 'completed'
}
