export const SEVERITIES = ['sev1', 'sev2', 'sev3'] as const

export type Severity = (typeof SEVERITIES)[number]

/** One month of one severity. */
export type Figure = {
  /** Of the detection, local: `2026-11`. */
  readonly month: string
  readonly severity: Severity
  readonly incidents: number
  /** Of those that somebody acknowledged; undefined when nobody did. */
  readonly acknowledge: Spread | undefined
  readonly mitigate: Spread
  readonly resolve: Spread
}

/** Milliseconds after the detection. */
export type Spread = { readonly median: number; readonly p90: number }
