import type { Entry, Run } from '../../engine/run.ts'
import { durationOf } from '../../engine/timers.ts'
import type { Field } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { type Sample, samplesOf } from '../watch-samples.ts'
import { counted } from './messages/phrases.ts'
import { dueTimeOf, formatDue } from './when.ts'

export type Watch = {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
  /** The looks since it began, oldest first. */
  readonly samples: readonly Sample[]
}

/** The last watch of a release; undefined until production is watched. */
export function watchOf(run: Run): Watch | undefined {
  const began = run.history.findLast(beginsWatch)
  if (began === undefined) return undefined
  const from = began.at
  return { from, until: untilOf(run, from), samples: samplesOf(run).filter(({ at }) => at >= from) }
}

function beginsWatch({ kind, step, what }: Entry): boolean {
  if (kind === 'completed') return step === 'smoke' && what === 'passed'
  return kind === 'decided' && step === 'failure' && what === 'go-on'
}

function untilOf(run: Run, from: number): number {
  const ahead = run.timers.find(({ rule }) => rule === 'watched')?.dueAt
  const due = run.history.findLast(({ kind, what, at }) => kind === 'due' && what === 'watched' && at >= from)
  const span = durationOf(run, 'watch')
  const planned =
    ahead ?? (due === undefined ? undefined : dueTimeOf(due)) ?? from + (typeof span === 'number' ? span : 0)
  // Rolled back before its end, it was watched until then.
  return Math.min(planned, run.finishedAt ?? planned)
}

export function watchFields(run: Run, look: Look): readonly Field[] {
  const watch = watchOf(run)
  if (watch === undefined) return []
  const { from, until } = watch
  const ahead = run.timers.some(({ rule }) => rule === 'watched')
  const window = ahead
    ? `until ${formatDue(until, look)}`
    : `from ${formatTime(from, look)} to ${formatTime(until, look)}`
  return [{ label: 'Watch', value: [window, summaryOf(watch.samples, look)].join('\n') }]
}

/** `36 looks - worst 312 ms (API, 14:40) - 2 failed, last 14:44: API 503, expected 200` */
export function summaryOf(samples: readonly Sample[], look: Clock): string {
  if (samples.length === 0) return 'no look yet'
  return [counted(samples.length, 'look'), ...worstOf(samples, look), failuresOf(samples, look)].join(' - ')
}

function worstOf(samples: readonly Sample[], look: Clock): readonly string[] {
  const all = samples.flatMap(({ at, checks }) => checks.map((check) => ({ at, ...check })))
  const slowest = all.reduce<(typeof all)[number] | undefined>(
    (worst, one) => (one.ms !== undefined && one.ms > (worst?.ms ?? 0) ? one : worst),
    undefined,
  )
  if (slowest?.ms === undefined) return []
  return [`worst ${Math.round(slowest.ms)} ms (${slowest.name}, ${formatTime(slowest.at, look)})`]
}

type Clock = Pick<Look, 'timeZone' | 'now'>

function failuresOf(samples: readonly Sample[], look: Clock): string {
  const failed = samples.filter(({ checks }) => checks.some(({ ok }) => !ok))
  const last = failed.at(-1)
  if (last === undefined) return 'none failed'
  const what = last.checks.filter(({ ok }) => !ok).map(({ name, said }) => `${name} ${said}`.trim())
  return `${failed.length} failed, last ${formatTime(last.at, look)}: ${what.join(', ')}`
}
