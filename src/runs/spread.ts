import type { Spread } from '../notify/figure.ts'

/** The median is the mean of the two in the middle of an even number; the percentile is the nearest rank. */
export function spreadOf(durations: readonly number[]): Spread {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (n: number) => sorted[n] ?? 0
  const half = sorted.length / 2
  return {
    median: (at(Math.ceil(half) - 1) + at(Math.floor(half))) / 2,
    p90: at(Math.ceil((9 * sorted.length) / 10) - 1),
  }
}
