import { wordsOf } from './words.ts'

export type Runbook = {
  readonly name: string
  readonly title: string
  readonly path: string
  /** Words or phrases that speak for it. */
  readonly match: readonly string[]
}

export type RunbookMatch = {
  readonly runbook: Runbook
  /** The words and phrases that were found, as the runbook has them. */
  readonly because: readonly string[]
}

/**
 * The runbook that fits a description best: the one with most matched words, a phrase counting each of its own; the
 * first of the list among equals. Whole words, whatever their case and accents. Undefined when no word fits.
 */
export function matchRunbook(runbooks: readonly Runbook[], words: string): RunbookMatch | undefined {
  const said = ` ${wordsOf(words).join(' ')} `
  let best: (RunbookMatch & { readonly count: number }) | undefined
  for (const runbook of runbooks) {
    const found = new Map(
      runbook.match.flatMap((one) => {
        const phrase = wordsOf(one)
        return phrase.length > 0 && said.includes(` ${phrase.join(' ')} `) ? [[phrase.join(' '), one]] : []
      }),
    )
    const count = new Set([...found.keys()].flatMap((phrase) => phrase.split(' '))).size
    if (count > (best?.count ?? 0)) best = { runbook, because: [...found.values()], count }
  }
  return best === undefined ? undefined : { runbook: best.runbook, because: best.because }
}
