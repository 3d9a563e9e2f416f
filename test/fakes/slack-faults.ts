/** How Slack misbehaves, on demand. */
export type Fault = {
  readonly times?: number
  /** Only calls for this channel id. */
  readonly channel?: string
  readonly delayMs?: number
  /** `before`: nothing happened. `after`: it happened and the answer was lost. */
  readonly when?: 'before' | 'after'
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Slack's own word, answered with ok: false. */
  readonly error?: string
}

export type Faults = {
  add(method: string, fault: Fault): void
  take(method: string, channel: string | undefined): Fault | undefined
}

export function createFaults(): Faults {
  const waiting: { method: string; fault: Fault; left: number }[] = []
  return {
    add: (method, fault) => {
      waiting.push({ method, fault, left: fault.times ?? 1 })
    },
    take: (method, channel) => {
      const found = waiting.find(
        (one) =>
          one.left > 0 &&
          one.method === method &&
          (one.fault.channel === undefined || one.fault.channel === channel),
      )
      if (found === undefined) return undefined
      found.left -= 1
      return found.fault
    },
  }
}
