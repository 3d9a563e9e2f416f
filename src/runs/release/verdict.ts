/** How a prerequisite stands. `because` is its evidence, and what to do where something can be done. */
export type Verdict = {
  readonly state: 'ok' | 'held' | 'waits'
  readonly because: string
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

/** The evidence, and where one reads more of it. */
export function seenAt(because: string, url: string | undefined): string {
  return url === undefined ? because : `${because} - ${url}`
}
