import type { System } from '../book.ts'
import { SyncError } from '../ports.ts'

/** Retries after the first attempt: after 1, 2 and 4 seconds. */
const RETRIES = 3
/** An entity that went on so often and never got in step is what is wrong, whatever its remote seems to say. */
const MOST_TIMES_PARKED = 5

/** Codes that speak of the whole remote: nothing else will fare better there, and the entity is not to blame. */
const REMOTE: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'rate_limited',
  'login_refused',
  'unauthorized',
])

/**
 * Codes that may come from either: a 500 of Docmost, a page of HTML in between, a 404 while a proxy starts. So may
 * `refused`, which lasts: a token that was revoked refuses everything, and no row of all that come is to blame.
 */
const UNCLEAR: ReadonlySet<string> = new Set(['server_error', 'unreadable', 'not_found'])

export type Judgement =
  | { readonly is: 'retry' }
  /** `sure` unless the remote itself has to be asked. */
  | { readonly is: 'away'; readonly system: System; readonly sure: boolean }
  | { readonly is: 'hopeless' }

/** What follows from a look that failed for the `failed + 1`st time, of an entity that was parked `parked` times before. */
export function judgeFailure(error: unknown, failed: number, parked: number): Judgement {
  const known = error instanceof SyncError ? error : undefined
  const lasting = known !== undefined && !known.retry
  if (!lasting && failed < RETRIES) return { is: 'retry' }
  if (known === undefined || parked > MOST_TIMES_PARKED) return { is: 'hopeless' }
  const { code, system } = known
  if (REMOTE.has(code)) return { is: 'away', system, sure: true }
  const isUnclear = code === 'refused' || (!lasting && UNCLEAR.has(code))
  return isUnclear ? { is: 'away', system, sure: false } : { is: 'hopeless' }
}

const PROBES_MS = [5_000, 10_000, 20_000]
const LONGEST_MS = 30_000

/** How long after `failed` failed probes a remote is asked again. */
export function probeMs(failed: number): number {
  return PROBES_MS[failed] ?? LONGEST_MS
}
