import { createHash } from 'node:crypto'
import type { Entry, Run } from '../../engine/run.ts'
import type { Picture } from '../card.ts'
import { type WatchView, watchChart } from '../charts/watch.ts'
import type { Look } from '../look.ts'
import { versionOf } from './release-facts.ts'
import { summaryOf, watchOf } from './release-watch.ts'

/** A chat gets a file for each new picture: one in five minutes is enough while all is well. */
const FRESH_MS = 5 * 60_000

/** The watch as a picture; undefined before there is anything to see. */
export function watchPicture(run: Run, look: Look): Picture | undefined {
  const whole = watchView(run, look)
  if (whole === undefined) return undefined
  const until = shownUntil(run, whole)
  const samples = whole.samples.filter(({ at }) => at <= until)
  if (samples.length === 0) return undefined
  const view = { ...whole, samples }
  return {
    key: createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 20),
    alt: `Latency of the watch of ${view.version} - ${summaryOf(samples, look)}`,
    chart: watchChart(view),
    looks: whole.samples.length,
  }
}

/** Everything that was seen so far: what a page draws that is asked for it. */
export function watchView(run: Run, { timeZone }: Pick<Look, 'timeZone'>): WatchView | undefined {
  const watch = watchOf(run)
  return watch && { ...watch, timeZone, version: versionOf(run) ?? run.id }
}

/** The last full five minutes; the alarm, its end or the verdict when that came later. */
function shownUntil(run: Run, { from, samples }: WatchView): number {
  const last = samples.at(-1)?.at ?? from
  const full = from + Math.floor((last - from) / FRESH_MS) * FRESH_MS
  const marked = run.history.filter((entry) => entry.at >= from && isTurn(entry)).map(({ at }) => at)
  return Math.max(full, ...marked)
}

const TURNS = ['unwell', 'well', 'alerted', 'watched']

function isTurn({ kind, step, what }: Entry): boolean {
  return TURNS.includes(what) || (step === 'watch' && kind === 'decided')
}
