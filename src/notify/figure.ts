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

/** One month of releases: the four figures that DORA compares teams by. */
export type ReleaseFigure = {
  /** Local: `2026-11`. Of releases when they reached production, of rollbacks when they began. */
  readonly month: string
  /** Those that reached production, hotfixes too. */
  readonly releases: number
  /** Of these, those that were rolled back or that a SEV1 or SEV2 was linked to. */
  readonly failed: number
  /** From the commits (the median of a release's) until they were in production; undefined where nobody knows. */
  readonly lead: Spread | undefined
  /** From the beginning of a rollback until production passed its tests; undefined without one. */
  readonly restore: Spread | undefined
}

/** Milliseconds. */
export type Spread = { readonly median: number; readonly p90: number }
