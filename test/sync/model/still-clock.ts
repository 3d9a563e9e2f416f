import type { Clock } from '../../../src/runs/ports.ts'

/** Time passes when it is told to, and never else: the same story is the same again, which shrinking needs. */
export type StillClock = Clock & { pass(ms: number): void }

export function createStillClock(): StillClock {
  let now = Date.parse('2026-11-23T09:00:00Z')
  const due = new Map<() => void, number>()

  return {
    now: () => now,
    after(ms, then) {
      const call = () => then()
      due.set(call, now + Math.max(0, ms))
      return () => void due.delete(call)
    },
    pass(ms) {
      now += ms
      for (const [call, at] of [...due].sort(([, one], [, other]) => one - other)) {
        if (at > now) return
        if (due.delete(call)) call()
      }
    },
  }
}

/** Everything that needs no time is over: the model answers without timers. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
