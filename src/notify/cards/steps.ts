import type { Run } from '../../engine/run.ts'
import { type Progress, pastOf, progressOf } from '../../engine/standing.ts'
import type { StepLine, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { author } from './spans.ts'

/** Where a run stands, numbered as in its playbook; what it went by is left out. */
export function stepLines(run: Run, look: Look): readonly StepLine[] {
  return progressOf(run).flatMap((progress, n): readonly StepLine[] => {
    const { step, state } = progress
    if (state === 'passed') return []
    return [{ state, title: `${n + 1}. ${step.title}`, detail: detailOf(run, progress, look) }]
  })
}

function detailOf(run: Run, { step, ended }: Progress, look: Look): Text {
  if (ended === undefined) return `${step.actor}: ${step.output}`
  const past = ended.kind === 'began' ? 'declared' : pastOf(run, ended)
  return [`${past} by `, author(ended.by, look), ` at ${formatTime(ended.at, look)}`]
}
