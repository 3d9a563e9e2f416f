import type { Repeats } from '../../../sync/book.ts'

/** More than anybody asks about. */
const MOST_TIMES = 1_000

type Said = { readonly times: readonly number[]; readonly until: number }

export function createMemoryRepeats(): Repeats {
  const said = new Map<string, Said>()

  function forget(now: number): void {
    for (const [what, { until }] of said) {
      if (until > now) return
      said.delete(what)
    }
  }

  return {
    async count(what, at, windowMs) {
      forget(at)
      const before = said.get(what)?.times ?? []
      const times = [...before, at].filter((time) => time > at - windowMs).slice(-MOST_TIMES)
      said.delete(what)
      said.set(what, { times, until: at + windowMs })
      return times.length
    },
  }
}
