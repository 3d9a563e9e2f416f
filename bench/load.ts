import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

export type Send = () => Promise<void>

/**
 * Sends `rate` a second whatever the answers do, and measures each from when it was due: a stall is counted for
 * everybody who had to wait in it, not once. Milliseconds.
 */
export async function openLoop(send: Send, rate: number, seconds: number): Promise<readonly number[]> {
  const start = performance.now()
  const total = rate * seconds
  const took: Promise<number>[] = []
  while (took.length < total) {
    const due = start + (took.length * 1000) / rate
    const early = due - performance.now()
    if (early > 0) await sleep(early)
    took.push(send().then(() => performance.now() - due))
  }
  return Promise.all(took)
}

/** Keeps `lanes` requests under way; answers how many a second were answered. */
export async function closedLoop(send: Send, lanes: number, seconds: number): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1000
  let answered = 0
  const lane = async () => {
    while (performance.now() < end) {
      await send()
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return (answered * 1000) / (performance.now() - start)
}
