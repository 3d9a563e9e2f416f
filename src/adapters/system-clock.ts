import type { Clock } from '../runs/ports.ts'

/** Longer waits overflow the timer of Node and would fire at once. */
const LONGEST_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const timer = setTimeout(then, Math.min(ms, LONGEST_MS))
    return () => clearTimeout(timer)
  },
}
