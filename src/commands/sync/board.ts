import type { Card, Field } from '../../notify/card.ts'
import type { Look } from '../../notify/look.ts'
import { formatTime } from '../../notify/time.ts'
import type { System, WaitingEntry } from '../../sync/book.ts'
import type { Desk, SyncStatus } from '../../sync/desk.ts'
import { type Context, lookOf } from '../context.ts'
import { judgeStatus, SYSTEMS } from './judge-status.ts'
import { markFields } from './status.ts'
import { queueWords, reasonOf, STATES } from './waiting-lines.ts'

/** The state of the sync as the console shows it: `/sync status`, with all that it has no room for. */
export type SyncBoard = {
  readonly state: Card
  /** How both systems stand, what is in line, when what was last heard. */
  readonly facts: readonly Field[]
  /** Puts everything back to work; absent when nothing needs it. */
  readonly retryAll?: string
  /** Longest waiting first, a part of them when there are many. */
  readonly waiting: readonly WaitingRow[]
  readonly waitingInAll: number
}

export type WaitingRow = {
  readonly entity: string
  /** `given up since 14:30, 3 times` */
  readonly how: string
  readonly because: string
  /** What becomes of it, and what to do. */
  readonly next: string
  /** The latest of its events, to trace it by. */
  readonly event?: string
  /** What to say to have it done; absent where it goes on by itself. */
  readonly retry?: string
}

/** Of each state. More than these nobody reads. */
const SHOWN = 50

export async function boardOf(context: Context, desk: Desk): Promise<SyncBoard> {
  const status = await desk.status(SHOWN)
  const look = lookOf(context)
  const { parked, dead, held } = status.waiting
  const { title, troubles } = judgeStatus(status, look, context.settings.sync?.timing)
  return {
    state: {
      title,
      status: troubles.length === 0 ? 'done' : 'warning',
      lines: troubles,
      fields: [],
      buttons: [],
    },
    facts: [...countFields(status), ...markFields(status, look)],
    ...(dead + held > 1 ? { retryAll: '/sync retry all' } : {}),
    waiting: status.examples.map((entry) => rowOf(entry, look)),
    waitingInAll: parked + dead + held,
  }
}

function countFields({ queue, waiting, breakers }: SyncStatus): readonly Field[] {
  const answers = (system: System) => (breakers[system] === undefined ? 'answers' : 'does not answer')
  return [
    { label: SYSTEMS.baserow, value: answers('baserow') },
    { label: SYSTEMS.docmost, value: answers('docmost') },
    { label: 'In line', value: queueWords(queue) || 'nothing' },
    { label: 'Parked', value: String(waiting.parked) },
    { label: 'Given up', value: String(waiting.dead) },
    { label: 'Held', value: String(waiting.held) },
  ]
}

function rowOf(entry: WaitingEntry, look: Look): WaitingRow {
  const { entity, state, since, times, because, events } = entry
  const event = events.at(-1)
  return {
    entity,
    how: `${STATES[state]} since ${formatTime(since, look)}${times > 1 ? `, ${times} times` : ''}`,
    because: reasonOf(because),
    next: nextOf(entry),
    ...(event === undefined ? {} : { event }),
    ...(state === 'parked' ? {} : { retry: `/sync retry ${entity}` }),
  }
}

function nextOf({ state, system }: WaitingEntry): string {
  switch (state) {
    case 'dead':
      return 'Mend the reason, then retry.'
    case 'held':
      return 'Find out who writes the same again and again, stop that, then retry.'
    case 'parked':
      return `Goes on by itself when ${system === undefined ? 'the other system' : SYSTEMS[system]} answers.`
  }
}
