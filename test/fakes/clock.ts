import type { Clock } from '../../src/runs/ports.ts'

/** The real clock with a lever: time passes as usual, and jumps when a test says so. */
export type LeverClock = Clock & {
  /** Everything that falls due in the time jumped over is called, as one. */
  jump(ms: number): void
  /** As `jump`, to an instant in milliseconds since 1970; throws when that is over. */
  jumpTo(at: number): void
}

export function createLeverClock(): LeverClock {
  let ahead = 0
  const waiting = new Map<() => void, { readonly due: number; readonly timer: NodeJS.Timeout }>()
  const now = () => Date.now() + ahead

  function start(call: () => void, due: number): void {
    const timer = setTimeout(call, Math.max(0, Math.min(due - now(), 2 ** 31 - 1)))
    waiting.set(call, { due, timer })
  }

  function jump(ms: number): void {
    ahead += ms
    for (const [call, { due, timer }] of [...waiting]) {
      clearTimeout(timer)
      start(call, due)
    }
  }

  return {
    now,
    after(ms, then) {
      const call = () => {
        waiting.delete(call)
        then()
      }
      start(call, now() + ms)
      return () => {
        clearTimeout(waiting.get(call)?.timer)
        waiting.delete(call)
      }
    },
    jump,
    jumpTo(at) {
      if (at < now())
        throw new Error(`${new Date(at).toISOString()} is over: the test is slower than its story`)
      jump(at - now())
    },
  }
}
