/** How Baserow misbehaves, on demand. With nothing but `delayMs` it is slow and does as asked. */
export type BaserowFault = {
  readonly times?: number
  readonly delayMs?: number
  /**
   * `before`: nothing happened. `after`: it happened and the answer was lost. `during`: it happened and half of the
   * answer came; with `stall` the other half never does, without it the connection breaks.
   */
  readonly when?: 'before' | 'after' | 'during'
  readonly stall?: boolean
  /** Without one the connection breaks off. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or text as proxies answer. */
  readonly body?: unknown
}

export type BaserowFaults<Route extends string> = {
  add(route: Route, fault: BaserowFault): void
  take(route: Route): BaserowFault | undefined
}

export function createBaserowFaults<Route extends string>(): BaserowFaults<Route> {
  const waiting: { readonly route: Route; readonly fault: BaserowFault; left: number }[] = []
  return {
    add: (route, fault) => void waiting.push({ route, fault, left: fault.times ?? 1 }),
    take(route) {
      const found = waiting.find((one) => one.left > 0 && one.route === route)
      if (found !== undefined) found.left -= 1
      return found?.fault
    },
  }
}
