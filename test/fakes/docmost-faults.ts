/**
 * How Docmost misbehaves, on demand. Without a status the connection breaks off, `hangs` keeps it open without a
 * word, and a delay alone is slow and well.
 */
export type DocmostFault = {
  readonly times?: number
  readonly delayMs?: number
  /** `before`: nothing happened. `after`: it happened and the answer was lost. */
  readonly when?: 'before' | 'after'
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly hangs?: boolean
}

export type Faults = {
  /** `*` for any route. */
  add(route: string, fault: DocmostFault): void
  take(route: string): DocmostFault | undefined
}

export function createFaults(): Faults {
  const waiting: { route: string; fault: DocmostFault; left: number }[] = []
  return {
    add: (route, fault) => {
      waiting.push({ route, fault, left: fault.times ?? 1 })
    },
    take(route) {
      const found = waiting.find((one) => one.left > 0 && (one.route === route || one.route === '*'))
      if (found === undefined) return undefined
      found.left -= 1
      return found.fault
    },
  }
}

/** Whether it is more than a delay. */
export function fails({ when, status, hangs, delayMs }: DocmostFault): boolean {
  return when !== undefined || status !== undefined || hangs === true || delayMs === undefined
}
