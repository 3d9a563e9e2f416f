import type { Clock } from '../../runs/ports.ts'

/** How a piece of work stands when patience ends. */
export type Soon<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'late'; readonly later: Promise<T> }

/** Waits at most `ms` milliseconds; the work goes on whatever comes out. Never throws. */
export async function soon<T>(work: Promise<T>, ms: number, clock: Clock): Promise<Soon<T>> {
  const ended = work.then(
    (value): Soon<T> => ({ kind: 'answered', value }),
    (error: unknown): Soon<T> => ({ kind: 'failed', error }),
  )
  return new Promise((resolve) => {
    const takeBack = clock.after(ms, () => resolve({ kind: 'late', later: work }))
    ended.then((first) => {
      takeBack()
      resolve(first)
    })
  })
}
