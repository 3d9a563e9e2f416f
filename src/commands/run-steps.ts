import { holds } from '../engine/condition.ts'
import type { Entry, Run } from '../engine/run.ts'
import { VIGIE } from '../engine/run.ts'
import { type Progress, pastOf, progressOf } from '../engine/standing.ts'
import type { Field, Text } from '../notify/card.ts'
import { isForPeople } from '../notify/cards/timeline-fields.ts'
import type { Look } from '../notify/look.ts'
import { formatTime } from '../notify/time.ts'

/** A step of a run in words: what is expected of whom, and what came out. */
export type RunStep = {
  readonly state: Progress['state']
  readonly title: string
  readonly actor: string
  readonly output: string
  readonly ended?: StepEnd
}

export type StepEnd = {
  readonly at: number
  readonly when: string
  /** `cause found by Yan (slack)` */
  readonly what: Text
  /** What was said then: the hypothesis, the action, the checks, the cause ... */
  readonly said: readonly Field[]
}

/** A step that was never for this incident is no step of it; one that was skipped is. */
export function runSteps(run: Run, look: Look): readonly RunStep[] {
  return progressOf(run).flatMap(({ step, state, ended }, n) => {
    if (state === 'passed' && !holds(step.when, run.facts)) return []
    return [
      {
        state,
        title: `${n + 1}. ${step.title}`,
        actor: step.actor,
        output: step.output,
        ...(ended === undefined ? {} : { ended: endOf(run, ended, look) }),
      },
    ]
  })
}

function endOf(run: Run, entry: Entry, look: Look): StepEnd {
  const past = entry.kind === 'began' ? 'declared' : pastOf(run, entry)
  const by = entry.by === VIGIE ? 'Vigie' : { person: entry.by, name: look.nameOf(entry.by) }
  const what = [`${past} by `, by, entry.door === VIGIE ? '' : ` (${entry.door})`]
  return { at: entry.at, when: formatTime(entry.at, look), what, said: saidAt(entry) }
}

/** Of all that a run is begun with, what people said; the rest are facts for Vigie. */
const SAID_AT_FIRST = ['severity', 'title', 'symptom']

function saidAt({ kind, fields }: Entry): readonly Field[] {
  return Object.entries(fields).flatMap(([key, value]): readonly Field[] => {
    if (value === '' || !isForPeople(key) || (kind === 'began' && !SAID_AT_FIRST.includes(key))) return []
    return [{ label: labelOf(key), value: shown(key, value) }]
  })
}

function shown(key: string, value: string | boolean): Text {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (/^https?:\/\/\S+$/.test(value)) return [{ link: value, label: value }]
  return key === 'severity' ? value.toUpperCase() : value
}

/** `dataLoss` is `Data loss` to people. */
function labelOf(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
