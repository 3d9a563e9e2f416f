import type { Fields } from '../../../../engine/run.ts'
import type { Field, Text } from '../../../card.ts'
import { linesOf } from '../phrases.ts'

/** More than these nobody reads; the trace of one leads to the others. */
const SHOWN = 5

export function eventsField(facts: Fields): readonly Field[] {
  const events = linesOf(facts, 'events')
  if (events.length === 0) return []
  const more = events.length > SHOWN ? ` and ${events.length - SHOWN} more` : ''
  return [{ label: 'Events', value: `${events.slice(0, SHOWN).join(', ')}${more}` }]
}

/** What to type to see every step of the latest of them. */
export function traceLine(facts: Fields): readonly Text[] {
  const last = linesOf(facts, 'events').at(-1)
  return last === undefined ? [] : [['What was done, and why: ', { code: `/sync trace ${last}` }]]
}

/** What to type to have it done later. */
export function retryLine(facts: Fields): Text {
  const last = linesOf(facts, 'events').at(-1) ?? 'all'
  return ['To have it done later: ', { code: `/sync retry ${last}` }]
}
