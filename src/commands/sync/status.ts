import type { Field } from '../../notify/card.ts'
import type { Look } from '../../notify/look.ts'
import type { Desk, SyncStatus } from '../../sync/desk.ts'
import { answer } from '../answers.ts'
import type { Reply } from '../command.ts'
import { type Context, lookOf } from '../context.ts'
import { judgeStatus } from './judge-status.ts'
import { ageOf, hookWords, lagWords, testCallWords } from './mark-words.ts'
import { waitingLines } from './waiting-lines.ts'

/** Whether all is well, in the title; then what is not; then when what was last heard. */
export async function status(context: Context, desk: Desk): Promise<Reply> {
  const found = await desk.status()
  const look = lookOf(context)
  const { title, troubles } = judgeStatus(found, look, context.settings.sync?.timing)
  const reply = answer(title, {
    lines: [...troubles, ...waitingLines(found, look)],
    fields: markFields(found, look),
  })
  if (reply.kind !== 'answer' || troubles.length === 0) return reply
  return { ...reply, card: { ...reply.card, status: 'warning' } }
}

export function markFields({ marks }: SyncStatus, look: Look): readonly Field[] {
  return [
    { label: 'Behind', value: lagWords(marks.lag_ms) },
    { label: 'Last event', value: ageOf(marks.last_event, look) },
    { label: 'Docmost asked', value: ageOf(marks.last_poll, look) },
    { label: 'Sweep', value: ageOf(marks.last_sweep, look) },
    { label: 'Reconciliation', value: ageOf(marks.last_reconcile, look) },
    { label: 'Test call', value: testCallWords(marks.last_test_call, look) },
    { label: 'Webhooks', value: hookWords(marks.hooks, look) },
  ]
}
