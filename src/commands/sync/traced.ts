import type { Text } from '../../notify/card.ts'
import type { Desk } from '../../sync/desk.ts'
import { type Context, lookOf } from '../context.ts'
import { chooseEvent, endOf, summaryOf } from './trace.ts'
import { stepWhat, stepWhen } from './trace-words.ts'

/** What became of an event, as the console shows it. */
export type TracedSteps =
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly events: readonly { readonly event: string; readonly words: Text }[] }
  | {
      readonly kind: 'one'
      readonly event: string
      /** So many earlier steps stand in the log alone. */
      readonly left: number
      readonly steps: readonly TracedStep[]
      readonly end: string
    }

export type TracedStep = {
  readonly at: number
  readonly when: string
  readonly what: string
  readonly success: boolean
}

/** A reconciliation has thousands of them. */
const SHOWN = 500

export async function tracedSteps(context: Context, desk: Desk, typed: string): Promise<TracedSteps> {
  const found = await desk.trace(typed)
  const chosen = chooseEvent(context, typed, found)
  if (chosen.kind === 'none') return chosen
  if (chosen.kind === 'several')
    return {
      kind: 'several',
      events: found.map((one) => ({ event: one.event, words: summaryOf(context, one) })),
    }
  const { event, lines } = chosen.traced
  const look = lookOf(context)
  return {
    kind: 'one',
    event,
    left: Math.max(0, lines.length - SHOWN),
    steps: lines.slice(-SHOWN).map((line) => {
      return { at: line.at, when: stepWhen(line, look), what: stepWhat(line), success: line.success }
    }),
    end: endOf(lines),
  }
}
