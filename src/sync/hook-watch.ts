import { type HookSilenceDeps, watchSilence } from './hook-silence.ts'
import { faultWords, spareWords, wordsOf } from './hook-words.ts'
import { type HookSetUp, setUpHooks, type TableHook } from './hooks.ts'
import { readInstant } from './instant.ts'
import type { BaserowHooks } from './ports.ts'

export type HookWatchDeps = HookSilenceDeps & {
  /** Undefined without the account that may see webhooks: then silence is all there is to go by. */
  readonly hooks: BaserowHooks | undefined
  readonly wanted: readonly TableHook[]
  /** Starts comparing all rows of these tables: what was missed while a webhook was off is never sent again. */
  readonly reconcile: (tables: readonly string[]) => Promise<void>
}

const DAY_MS = 24 * 3_600_000

/** One look at the webhooks, to be repeated every few minutes: repairs, compares what was missed, tells people, leaves a mark. */
export async function watchHooks(deps: HookWatchDeps): Promise<void> {
  if (deps.hooks === undefined) return watchSilence(deps)
  const { wanted, book, reconcile, clock } = deps
  const done = await setUpHooks(deps.hooks, wanted)
  const now = clock.now()
  const before = (await book.marks.all()).hooks
  await book.marks.set('hooks', markOf(done, before, now))
  const missed = done.filter(({ did }) => did === 'created' || did === 'repaired')
  if (missed.length > 0) await reconcile(missed.map(({ table }) => table))
  await tell(deps, done, now)
}

/** What a remote that does not answer hides is no trouble of the webhooks: its breaker tells of it. */
async function tell({ notices }: HookWatchDeps, done: readonly HookSetUp[], now: number): Promise<void> {
  for (const one of done) {
    const words = troubleOf(one)
    if (words !== undefined) await notices.hookTrouble(keyOf(one, now), words)
    const spare = spareWords(one)
    if (spare !== undefined) await notices.hookTrouble(`hooks:spare:${one.table}`, spare)
  }
}

function troubleOf(one: HookSetUp): string | undefined {
  const compared = `${one.table} is compared now for what was missed`
  switch (one.did) {
    case 'kept':
      return undefined
    case 'created':
      return `The webhook of ${one.table} was missing: it is created, and ${compared}.`
    case 'repaired':
      return `The webhook of ${one.table} is repaired - ${faultWords(one.faults)}. ${compared}.`
    case 'failed':
      return isAway(one) ? undefined : `Webhook of ${wordsOf(one)}.`
  }
}

/** What was mended is told each time, what can't be mended once a day. */
function keyOf(one: HookSetUp, now: number): string {
  const when = one.did === 'failed' ? new Date(now).toISOString().slice(0, 10) : now
  return `hooks:${one.did}:${one.table}:${when}`
}

function isAway(one: HookSetUp): boolean {
  return one.did === 'failed' && one.error.retry
}

/** `4 active`, and for a day what was last done about them. Instants in ISO 8601: whoever shows it knows the time zone. */
export function markOf(done: readonly HookSetUp[], before: string | undefined, now: number): string {
  const failed = done.filter(({ did }) => did === 'failed')
  const at = new Date(now).toISOString()
  if (failed.length > 0 && failed.every(isAway)) return `not seen - Baserow did not answer at ${at}`
  const active = done.length - failed.length
  if (failed.length > 0) return [`${active} of ${done.length} active`, ...failed.map(wordsOf)].join(' - ')
  const mended = done.flatMap((one) => {
    if (one.did === 'created') return [`${one.table} was missing, created at ${at}`]
    return one.did === 'repaired' ? [`${one.table} was ${stateOf(one.faults)} at ${at}`] : []
  })
  const news = mended.length > 0 ? mended.join(', ') : recentNews(before, now)
  return news === undefined ? `${active} active` : `${active} active - ${news}`
}

function stateOf(faults: readonly string[]): string {
  return faults.includes('off') ? 'off, switched on again' : 'wrong, repaired'
}

function recentNews(before: string | undefined, now: number): string | undefined {
  const [, news, last] = /^\d+ active - (.* at (\S+))$/.exec(before ?? '') ?? []
  const at = readInstant(last)
  return at !== undefined && now - at < DAY_MS ? news : undefined
}

/** Whether nothing has to be done about what the mark says. */
export function hooksAreWell(mark: string): boolean {
  return /^(\d+ active|not seen|not watched)\b/.test(mark)
}
