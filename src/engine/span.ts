/** Milliseconds: a number elapses day and night, `working` counts in the team's working hours only. */
export type Span = number | { readonly working: number }
