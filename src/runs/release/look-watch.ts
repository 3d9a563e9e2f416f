import type { Run } from '../../engine/run.ts'
import { type Sample, type SampledCheck, sampledFields, samplesOf } from '../../notify/watch-samples.ts'
import { oneLine } from '../actions/words.ts'
import type { CheckResult, HealthChecks } from '../health.ts'
import type { Clock } from '../ports.ts'
import type { Found, Look } from './attend.ts'
import { type IncidentsSinceDeps, incidentsSince } from './incidents-since.ts'
import type { SmokeTests } from './ports.ts'
import type { ReleaseSettings } from './settings.ts'

export type WatchLookDeps = IncidentsSinceDeps & {
  readonly checks?: HealthChecks | undefined
  /** Asked where no health check is configured. */
  readonly smoke?: SmokeTests | undefined
  readonly signals?: HealthChecks | undefined
  readonly watch: Pick<ReleaseSettings['watch'], 'every' | 'failures'>
  readonly clock: Pick<Clock, 'now'>
}

/** When the window is over and nobody decides, a look that brings no news is kept this often. */
const KEPT_EVERY_MS = 10 * 60_000

/** Looks at production while a release is watched: its health, and the incidents and alerts since it was deployed. */
export function createWatchLook(deps: WatchLookDeps): Look {
  return async (run) => {
    const samples = samplesOf(run)
    const found = isDue(samples.at(-1), deps.clock.now(), deps.watch.every)
      ? await look(deps, run, samples)
      : []
    return [...found, ...(await incidentsSince(deps, run))]
  }
}

/**
 * Due once in each multiple of `every`, so that a webhook in between brings no look of its own. A clock that was set
 * back begins to count anew; one slot of difference is only another replica's clock.
 */
function isDue(last: Sample | undefined, now: number, every: number): boolean {
  if (last === undefined) return true
  const slots = Math.floor(now / every) - Math.floor(last.at / every)
  return slots > 0 || slots < -1
}

async function look(
  { clock, watch, ...asked }: WatchLookDeps,
  run: Run,
  samples: readonly Sample[],
): Promise<readonly Found[]> {
  const checks = await checked(asked)
  if (checks.length === 0) return []
  const sample = { at: clock.now(), checks }
  // The how-manieth look it is, and not its time: replicas that look at once make one sample.
  const key = (what: string): string => `${what}:${samples.length}`
  const alarm = alarmOf(run, [...samples, sample], watch.failures)
  return [
    ...(isKept(run, sample, samples.at(-1))
      ? [{ key: key('sampled'), result: { note: 'sampled', fields: sampledFields(sample) } }]
      : []),
    ...(alarm === undefined ? [] : [{ key: key(alarm.note), result: alarm }]),
  ]
}

async function checked({
  checks,
  smoke,
  signals,
}: Pick<WatchLookDeps, 'checks' | 'smoke' | 'signals'>): Promise<readonly SampledCheck[]> {
  const health = checks !== undefined && checks.names.length > 0 ? checks : smoke
  const [healthy, figures] = await Promise.all([health?.run() ?? [], signals?.run() ?? []])
  return [
    ...healthy.map(({ name, ok, ms, said }) => sampled({ name, ok, ms, said: ok ? '' : said })),
    ...figures.map(sampled),
  ]
}

function sampled({ name, ok, ms, said }: CheckResult): SampledCheck {
  return { name, ok, ms: ok ? ms : undefined, said: oneLine(said) }
}

/** All of the window; afterwards only what is news, or may become an alarm. */
function isKept(run: Run, sample: Sample, last: Sample | undefined): boolean {
  if (run.facts['watched'] !== true || last === undefined) return true
  if (isFailing(sample) !== isFailing(last)) return true
  if (isFailing(sample) && run.facts['failing'] !== true) return true
  return isDue(last, sample.at, KEPT_EVERY_MS)
}

/** So many failing looks in a row are one alarm; the first one that is well again ends it. */
function alarmOf(run: Run, samples: readonly Sample[], failures: number) {
  const last = samples.at(-1)
  if (last === undefined) return undefined
  const alarmed = run.facts['failing'] === true
  if (!isFailing(last)) return alarmed ? { note: 'well', fields: {} } : undefined
  const inARow = samples.length - 1 - samples.findLastIndex((sample) => !isFailing(sample))
  if (alarmed || inARow < failures) return undefined
  return { note: 'unwell', fields: { because: `${reasonOf(last)} - ${inARow} looks in a row` } }
}

function isFailing({ checks }: Sample): boolean {
  return checks.some(({ ok }) => !ok)
}

function reasonOf({ checks }: Sample): string {
  return checks.flatMap(({ name, ok, said }) => (ok ? [] : [`${name}: ${said}`])).join('; ')
}
