/** Runs an act when there is room for it, in the order of asking. */
export type Lane = <T>(act: () => Promise<T>) => Promise<T>

/**
 * At most `width` acts at once. Docmost is one process that converts every page itself:
 * more calls at a time only make each of them later, and its people wait behind them.
 */
export function createLane(width: number): Lane {
  const waiting: (() => void)[] = []
  let free = width

  async function enter(): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  return async (act) => {
    await enter()
    try {
      return await act()
    } finally {
      leave()
    }
  }
}
