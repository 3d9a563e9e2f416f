import { cardOf } from '../notify/cards/index.ts'
import { timelineOf } from '../notify/cards/timeline.ts'
import { noSuchRun } from './answers.ts'
import type { Reply } from './command.ts'
import { type Context, lookOf } from './context.ts'

/** The card of a run with its timeline, for one person. */
export async function showRun(context: Context, id: string): Promise<Reply> {
  const run = await context.store.get(id.toUpperCase())
  if (run === undefined) return noSuchRun(id.toUpperCase())
  const look = lookOf(context, run)
  const card = cardOf(run, look)
  const lines = timelineOf(run, look).map(({ when, what }) =>
    typeof what === 'string' ? `${when} ${what}` : [`${when} `, ...what],
  )
  return { kind: 'answer', ok: true, card: { ...card, lines: [...card.lines, ...lines] } }
}
