import { changeFacts } from '../engine/facts.ts'
import { type FactChange, findStep, type TimerRule } from '../engine/playbook.ts'
import type { Entry, Fields, Run } from '../engine/run.ts'
import type { DueAfter, Span } from '../engine/span.ts'
import { durationOf } from '../engine/timers.ts'

/** An escalation of the triage, as it was due and as it went. Times in milliseconds since 1970. */
export type Escalation = {
  readonly what: 'backup' | 'owners' | 'target'
  readonly dueAt: number
  readonly state: 'ran' | 'late' | 'not_due' | 'missed'
  /** When it ran, and the entry of the history that it made. */
  readonly at?: number
  readonly entry?: number
}

/** Each escalation and the timer of the triage that carries it. */
const ESCALATIONS = [
  { what: 'backup', timer: 'callBackup' },
  { what: 'owners', timer: 'callOwners' },
  { what: 'target', timer: 'breach' },
] as const

const TRIAGE = 'triage'
const LATE_AFTER_MS = 60_000

/**
 * Proves from the history alone that each escalation which was due ran. When one was due is computed anew, from when
 * the triage began, what the severity was then and the changes of it: the timers are not asked, for they are
 * what is audited. One that was due not later than the decision of the triage and never ran is `missed`.
 */
export function auditEscalations(run: Run, dueAfter: DueAfter): readonly Escalation[] {
  const triage = triageOf(run)
  if (triage === undefined) return []
  const rules = findStep(run.steps, TRIAGE)?.timers ?? []
  return ESCALATIONS.flatMap(({ what, timer }): readonly Escalation[] => {
    const rule = rules.find((one) => one.id === timer)
    const dueAt = rule === undefined ? undefined : whenDue(run, triage, rule, dueAfter)
    return dueAt === undefined ? [] : [{ what, dueAt, ...outcomeOf(run, triage, timer, dueAt) }]
  })
}

/** The entry that began the triage, and the one that decided it or would: places in the history. */
type Triage = { readonly began: number; readonly ended: number; readonly until: number }

/** Each entry names the step at which the run stood before it. Not decided yet, it lasts as far as the history tells. */
function triageOf({ history, step, state }: Run): Triage | undefined {
  const first = history.findIndex((entry) => entry.kind !== 'began' && entry.step === TRIAGE)
  const decided = history.findIndex((entry) => entry.kind === 'decided' && entry.step === TRIAGE)
  const standsThere = state === 'open' && step === TRIAGE
  if (first === -1 && !standsThere) return undefined
  const until = history[decided] ?? history.at(-1)
  return {
    began: (first === -1 ? history.length : first) - 1,
    ended: decided === -1 ? history.length : decided,
    until: until?.at ?? 0,
  }
}

/** When the escalation was due in the end. What came due stays so; until then another severity counts anew. */
function whenDue(run: Run, triage: Triage, rule: TimerRule, dueAfter: DueAfter): number | undefined {
  let facts: Fields = {}
  let span: Span | undefined
  let dueAt: number | undefined
  for (const [place, entry] of run.history.slice(0, triage.ended).entries()) {
    facts = factsAfter(run, facts, entry)
    const next = durationOf({ ...run, facts }, rule.after)
    const same = JSON.stringify(next) === JSON.stringify(span)
    if (place < triage.began || same || (dueAt !== undefined && dueAt <= entry.at)) continue
    span = next
    dueAt = span === undefined ? undefined : dueAfter(entry.at, span)
  }
  return dueAt
}

function factsAfter(run: Run, facts: Fields, entry: Entry): Fields {
  if (entry.kind === 'began') return entry.fields
  const change = changeOf(run, entry)
  return change === undefined
    ? facts
    : changeFacts(facts, change, { by: { id: entry.by }, fields: entry.fields })
}

function changeOf(run: Run, { kind, step, what }: Entry): FactChange | undefined {
  if (kind === 'noted') return run.notes.find((note) => note.id === what)
  const at = findStep(run.steps, step)
  if (kind === 'due') return [...run.timerRules, ...(at?.timers ?? [])].find((rule) => rule.id === what)
  if (kind !== 'decided' && kind !== 'completed') return undefined
  return (at?.kind === 'gate' ? at.decisions : at?.outcomes)?.find((choice) => choice.id === what)
}

function outcomeOf(
  { history }: Run,
  triage: Triage,
  timer: string,
  dueAt: number,
): Pick<Escalation, 'state' | 'at' | 'entry'> {
  const place = history.findIndex((entry) => entry.kind === 'due' && entry.what === timer)
  const fired = history[place]
  if (fired !== undefined)
    return { state: fired.at - dueAt > LATE_AFTER_MS ? 'late' : 'ran', at: fired.at, entry: place }
  return { state: dueAt <= triage.until ? 'missed' : 'not_due' }
}
