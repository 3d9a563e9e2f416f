/** Milliseconds: a number elapses day and night, `working` counts in the team's working hours only. */
export type Span = number | { readonly working: number }

/** When a span that begins at `at` is over, milliseconds since 1970. */
export type DueAfter = (at: number, span: Span) => number

/** For whoever has no calendar: every hour is a working hour. */
export const everyHourWorks: DueAfter = (at, span) => at + (typeof span === 'number' ? span : span.working)
