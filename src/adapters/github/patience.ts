/** The least of an answer that tells how long to wait. */
export type Told = {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>
  readonly said: string
}

/** What GitHub asks for when a secondary limit names no time. */
const SECONDARY_MS = 60_000
const LEAST_MS = 1_000

/**
 * For how many milliseconds GitHub wants to be left alone; undefined when it doesn't say so.
 * `now` in milliseconds since 1970.
 */
export function patienceMs({ status, headers, said }: Told, now: number): number | undefined {
  const after = retryAfterMs(headers['retry-after'], now)
  if (after !== undefined) return Math.max(LEAST_MS, after)
  if (status !== 403 && status !== 429) return undefined
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset'])
    if (reset > 0) return Math.max(LEAST_MS, reset * 1000 - now)
  }
  return status === 429 || /rate limit/i.test(said) ? SECONDARY_MS : undefined
}

/** Seconds, or a date as proxies write it. */
function retryAfterMs(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const seconds = Number(value)
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000
  return Number.isNaN(ms) ? undefined : ms
}
