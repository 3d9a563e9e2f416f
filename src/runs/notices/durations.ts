import type { Span } from '../../engine/span.ts'

type Durations = Readonly<Record<string, Span>>

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Once a working day until somebody takes it on, then once a week until it is done. */
export const CAPACITY: Durations = {
  remind: { working: 9 * HOUR },
  replan: 7 * DAY,
  snooze1d: DAY,
  snooze3d: 3 * DAY,
  snooze7d: 7 * DAY,
}

export const SHARE: Durations = { undecided: { working: 9 * HOUR } }

export const OUTAGE: Durations = { remind: HOUR }
