/**
 * For how many milliseconds the server wants to be left alone; undefined when it doesn't say.
 * A date, as proxies write it, is held against the server's own clock.
 */
export function retryAfterMs(header: Header): number | undefined {
  const value = header('retry-after')
  if (value === undefined || value.trim() === '') return undefined
  const seconds = Number(value)
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.parse(header('date') ?? '') : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(LEAST_MS, ms)
}

/** A header of an answer, by its name in lower case. */
export type Header = (name: string) => string | undefined

const LEAST_MS = 1_000
