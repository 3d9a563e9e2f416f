import type { Text } from '../../notify/card.ts'
import type { Look } from '../../notify/look.ts'
import { formatTime } from '../../notify/time.ts'
import type { WaitingEntry, WaitingState } from '../../sync/book.ts'
import type { SyncStatus } from '../../sync/desk.ts'
import { oneLine } from '../parse.ts'

const REASON_MAX = 140
/** Enough of an event to trace it by. */
export const EVENT_MAX = 60

export const STATES: Readonly<Record<WaitingState, string>> = {
  dead: 'given up',
  held: 'held',
  parked: 'parked',
}

/** What is worked on, and those that wait longest with their reasons. Nothing is no line. */
export function waitingLines({ queue, waiting, examples }: SyncStatus, look: Look): readonly Text[] {
  const inLine = queueWords(queue)
  return [
    ...(inLine === '' ? [] : [`In line: ${inLine}`]),
    ...(waiting.parked > 0 ? [`${waiting.parked} parked - until the other system answers`] : []),
    ...examples.map((entry) => lineOf(entry, look)),
  ]
}

/** `1 event to read, 3 rows or pages to look at`; empty when nothing is in line. */
export function queueWords({ deliveries, entities }: SyncStatus['queue']): string {
  return [
    ...(deliveries > 0 ? [`${deliveries} ${deliveries === 1 ? 'event' : 'events'} to read`] : []),
    ...(entities > 0 ? [`${entities} ${entities === 1 ? 'row or page' : 'rows or pages'} to look at`] : []),
  ].join(', ')
}

function lineOf({ entity, state, since, because, times, events }: WaitingEntry, look: Look): Text {
  const event = events.at(-1)
  return [
    { bold: entity },
    ` - ${STATES[state]} since ${formatTime(since, look)}${times > 1 ? `, ${times} times` : ''}: ${reasonOf(because)}`,
    ...(event === undefined ? [] : [' - ', { code: `/sync trace ${event.slice(0, EVENT_MAX)}` }]),
  ]
}

/** One line of what another system said, which may be a whole page. */
export function reasonOf(because: string): string {
  return oneLine(because, REASON_MAX).line
}
