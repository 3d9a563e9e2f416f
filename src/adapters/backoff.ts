/** Effects are tried for about an hour before they are given up. */
export const ATTEMPTS = 70

const FIRST_MS = 250
const LONGEST_MS = 60_000

/** Milliseconds before the next attempt, after `failed` failures: doubling from a quarter of a second to a minute. */
export function backoffMs(failed: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failed - 1))
}
