/** How a prerequisite stands. `because` is its evidence, and what to do where something can be done. */
export type Verdict = {
  readonly state: 'ok' | 'held' | 'waits'
  readonly because: string
  /** Where one reads about it. */
  readonly url?: string
}

export function ok(because: string): Verdict {
  return { state: 'ok', because }
}

/** Somebody has to do something. */
export function held(because: string): Verdict {
  return { state: 'held', because }
}

/** It ends by itself. */
export function waits(because: string): Verdict {
  return { state: 'waits', because }
}

/** With the address where one reads about it, if it has one. */
export function seenAt(verdict: Verdict, url: string | undefined): Verdict {
  return url === undefined ? verdict : { ...verdict, url }
}
