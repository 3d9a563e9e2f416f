import type { Run } from '../../engine/run.ts'
import type { Look } from '../look.ts'
import type { Milestones } from '../milestones.ts'
import { formatTime, isoDate } from '../time.ts'
import { type Moment, storyOf } from './story.ts'

/** The five lines of the template, in its order. */
const MILESTONES = [
  ['detection', 'detection'],
  ['triage', 'triage'],
  ['mitigationStart', 'mitigation start'],
  ['restored', 'service restored'],
  ['rootCause', 'root cause confirmed'],
] as const satisfies readonly (readonly [keyof Milestones, string])[]

type Point = Moment & { readonly known: boolean }

/** The list under `Timeline (heures locales)`, in the order in which things happened. */
export function timelineText(run: Run, milestones: Milestones, { timeZone }: Pick<Look, 'timeZone'>): string {
  const story = storyOf(run.history).map((moment) => ({ ...moment, known: true }))
  const points: Point[] = [...milestonePoints(milestones), ...story].sort((a, b) => compare(a.at, b.at))
  let day = isoDate(milestones.detection, timeZone)
  const lines: string[] = []
  for (const { at, text, known } of points) {
    if (!known) {
      lines.push(`- HH:MM ${text}`)
      continue
    }
    const date = isoDate(at, timeZone)
    lines.push(`- ${date === day ? '' : `${date} `}${formatTime(at, { timeZone, now: at })} ${text}`)
    day = date
  }
  return lines.join('\n')
}

/** One that nobody reached yet stands before the next that somebody did, or at the end. */
function milestonePoints(milestones: Milestones): readonly Point[] {
  return MILESTONES.map(([key, text], n) => {
    const at = milestones[key]
    if (at !== undefined) return { at, text, known: true }
    const later = MILESTONES.slice(n).flatMap(([one]) => milestones[one] ?? [])
    return { at: Math.min(Number.POSITIVE_INFINITY, ...later), text, known: false }
  })
}

/** Infinity minus infinity is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b
}
