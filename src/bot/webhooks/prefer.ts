const MOST_S = 4

/**
 * Whole seconds that a sender is ready to wait for the outcome: `Prefer: wait=N` of RFC 7240, at most four. Undefined
 * when it prefers nothing of that kind. The first of several counts.
 */
export function secondsToWait(prefer: string | readonly string[] | undefined): number | undefined {
  const preferences = [prefer ?? []].flat().join().split(',')
  const waits = preferences.map((one) => /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;|$)/i.exec(one)?.[1])
  const first = waits.find((one) => one !== undefined)
  return first === undefined ? undefined : Math.min(MOST_S, Number(first))
}
