import type { Desk } from '../../sync/desk.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'
import { auditChange, MAY, mayChange } from './may.ts'
import { readEntity } from './tables.ts'
import { chooseEvent } from './trace.ts'

const SAY = '/sync retry projet:42, /sync retry 0f8fad5b (an event), /sync retry all'
const NAMED = 20

/** Puts back to work what was given up or is held: all of it, what one event left, or one row. */
export async function retry(context: Context, desk: Desk, speaker: Speaker, rest: string): Promise<Reply> {
  if (!mayChange(speaker)) return refuseSpeaker(context, speaker, 'sync-retry', MAY)
  const what = await readWhat(context, desk, rest)
  if ('reply' in what) return what.reply
  const keys = await desk.retry(what.wanted)
  if (keys.length === 0) return nothing(what.said)
  await auditChange(context, speaker, 'sync-retry', what.said)
  const more = keys.length > NAMED ? [`... and ${keys.length - NAMED} more`] : []
  return answer(`${keys.length} back to work`, {
    lines: [...keys.slice(0, NAMED), ...more, '/sync shows how it goes.'],
  })
}

type What =
  | { readonly wanted: Parameters<Desk['retry']>[0]; readonly said: string }
  | { readonly reply: Reply }

async function readWhat(context: Context, desk: Desk, rest: string): Promise<What> {
  const typed = rest.trim()
  if (typed === '') return { reply: refusal('Retry what?', { lines: [SAY] }) }
  if (typed.toLowerCase() === 'all') return { wanted: 'all', said: 'all' }
  if (/^[^\s:]+[\s:]+[^\s:]+$/.test(typed)) {
    const entity = readEntity(context, typed, SAY)
    return 'reply' in entity ? entity : { wanted: { entity: entity.key }, said: entity.key }
  }
  if (/\s/.test(typed)) return { reply: refusal('Nothing was done - one at a time', { lines: [SAY] }) }
  return readEvent(context, desk, typed)
}

/** An event whose trace is gone may have left something all the same. */
async function readEvent(context: Context, desk: Desk, typed: string): Promise<What> {
  const chosen = chooseEvent(context, typed, await desk.trace(typed))
  if (chosen.kind === 'several') return { reply: chosen.reply }
  const event = chosen.kind === 'one' ? chosen.traced.event : typed
  return { wanted: { event }, said: event }
}

function nothing(said: string): Reply {
  if (said === 'all')
    return refusal('Nothing to retry - nothing is given up, and nothing is held', {
      lines: ['What is parked goes on by itself as soon as its system answers.'],
    })
  return refusal(`Nothing to retry - nothing of ${said.slice(0, 60)} is given up or held`, {
    lines: ['/sync shows what is.'],
  })
}
