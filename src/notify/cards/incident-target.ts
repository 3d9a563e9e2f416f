import type { Run } from '../../engine/run.ts'
import { durationOf } from '../../engine/timers.ts'
import type { Field } from '../card.ts'
import type { Look } from '../look.ts'
import { formatSpan, formatTime } from '../time.ts'
import { acknowledgementOf, declarationOf } from './incident-facts.ts'
import { dueTimeOf, formatDue } from './when.ts'

/** How long is left to acknowledge, or how it was met. */
export function targetFields(run: Run, look: Look): readonly Field[] {
  const value = targetOf(run, look)
  return value === undefined ? [] : [{ label: 'Target', value }]
}

function targetOf(run: Run, look: Look): string | undefined {
  const taken = acknowledgementOf(run)
  const missed = missedAt(run, look)
  if (taken === undefined) {
    const timer = run.timers.find((one) => one.rule === 'breach')
    if (timer !== undefined) return `acknowledge by ${formatDue(timer.dueAt, look)}`
    return missed && `${missed} - nobody acknowledged yet`
  }
  const target = durationOf(run, 'acknowledge')
  return [
    `acknowledged in ${formatSpan(taken.at - declarationOf(run).at)}`,
    ...(target === undefined ? [] : [`target ${formatSpan(target)}`]),
    ...(missed === undefined ? [] : [missed]),
  ].join(' - ')
}

function missedAt(run: Run, look: Look): string | undefined {
  const breach = run.history.findLast((entry) => entry.kind === 'due' && entry.what === 'breach')
  return breach && `missed at ${formatTime(dueTimeOf(breach), look)}`
}
