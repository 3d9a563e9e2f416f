import { readInstant } from '../instant.ts'
import type { HookSetUp } from './hooks.ts'
import { wordsOf } from './words.ts'

const DAY_MS = 24 * 3_600_000

/**
 * What was seen, for `/sync status`: `4 active`, and for a day what was last done about them; `3 of 4 active since ...`.
 * Instants stand in it in ISO 8601: whoever shows it knows the time zone.
 */
export function markOf(done: readonly HookSetUp[], before: string | undefined, now: number): string {
  const failed = done.filter(({ did }) => did === 'failed')
  const at = new Date(now).toISOString()
  if (failed.some((one) => !isAway(one))) {
    const count = `${done.length - failed.length} of ${done.length} active since ${brokenSince(before) ?? at}`
    return [count, ...failed.map(wordsOf)].join(' - ')
  }
  if (failed.length > 0)
    return brokenSince(before) === undefined ? `not seen - Baserow did not answer at ${at}` : `${before}`
  const news = newsOf(done, at) ?? recentNews(before, now)
  return news === undefined ? `${done.length} active` : `${done.length} active - ${news}`
}

/** A Baserow that does not answer is no trouble of its webhooks. */
export function isAway(one: HookSetUp): boolean {
  return one.did === 'failed' && one.error.retry
}

/** Since when something can't be mended, as the mark says it; undefined when nothing is so. */
export function brokenSince(mark: string | undefined): string | undefined {
  return /^\d+ of \d+ active since (\S+)/.exec(mark ?? '')?.[1]
}

/** Since when nothing comes any more, as the mark says it. */
export function silentSince(mark: string | undefined): number | undefined {
  return readInstant(/^silent since (\S+)$/.exec(mark ?? '')?.[1])
}

/** Whether nothing has to be done about what the mark says. */
export function hooksAreWell(mark: string): boolean {
  return brokenSince(mark) === undefined && silentSince(mark) === undefined
}

function newsOf(done: readonly HookSetUp[], at: string): string | undefined {
  const news = done.flatMap((one) => {
    if (one.did === 'created') return [`${one.table} was missing, created at ${at}`]
    if (one.did !== 'repaired') return []
    const was = one.faults.includes('off') ? 'off, switched on again' : 'wrong, repaired'
    return [`${one.table} was ${was} at ${at}`]
  })
  return news.length === 0 ? undefined : news.join(', ')
}

function recentNews(before: string | undefined, now: number): string | undefined {
  const [, news, last] = /^\d+ active - (.* at (\S+))$/.exec(before ?? '') ?? []
  const at = readInstant(last)
  return at !== undefined && now - at < DAY_MS ? news : undefined
}
