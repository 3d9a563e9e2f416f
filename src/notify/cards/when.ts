import type { Entry } from '../../engine/run.ts'
import type { Look } from '../look.ts'
import { formatSpan, formatTime } from '../time.ts'

/** `14:47 - in 12 min`, `14:47 - overdue by 3 min` */
export function formatDue(dueAt: number, look: Pick<Look, 'timeZone' | 'now'>): string {
  const left = dueAt - look.now
  const distance = left > 0 ? `in ${formatSpan(left)}` : `overdue by ${formatSpan(-left)}`
  return `${formatTime(dueAt, look)} - ${distance}`
}

/** `14:40 - 2 min ago` */
export function formatAge(at: number, look: Pick<Look, 'timeZone' | 'now'>): string {
  return `${formatTime(at, look)} - ${formatSpan(Math.max(0, look.now - at))} ago`
}

/** When a timer was to come, however late it came. */
export function dueTimeOf({ at, late }: Pick<Entry, 'at' | 'late'>): number {
  return at - (late?.ms ?? 0)
}
