import type { Run } from '../engine/run.ts'
import { waitsFor } from '../engine/standing.ts'
import type { Text } from '../notify/card.ts'
import { cardOf, threadOf } from '../notify/cards/index.ts'
import { timelineOf } from '../notify/cards/timeline.ts'
import type { Home, Thread, TimelineLine } from '../notify/thread.ts'
import type { Person } from '../runs/people.ts'
import type { AuditRecord } from '../runs/ports.ts'
import { auditLines } from './audit.ts'
import { type Context, lookOf } from './context.ts'

const OPEN_SHOWN = 50
const FINISHED_SHOWN = 10

/** What waits for this person, what runs besides, who is on call. */
export async function homeOf(context: Context, person: Person): Promise<Home> {
  const open = await context.store.list({ state: 'open', limit: OPEN_SHOWN })
  const mine = (run: Run) => person.groups.includes(waitsFor(run) ?? '')
  const cards = (runs: readonly Run[]) => runs.map((run) => cardOf(run, lookOf(context, run)))
  return {
    waiting: cards(open.filter(mine)),
    running: cards(open.filter((run) => !mine(run))),
    onCall: onCallText(context),
  }
}

export function onCallText(context: Context): Text {
  const look = lookOf(context)
  const { primary, backup } = look.onCall
  return [
    { person: primary, name: look.nameOf(primary) },
    ' - backup: ',
    { person: backup, name: look.nameOf(backup) },
  ]
}

/** The channel as the console shows it: open runs first, then the latest finished ones. */
export async function feedOf(context: Context): Promise<{ threads: readonly Thread[]; onCall: Text }> {
  const [open, finished] = await Promise.all([
    context.store.list({ state: 'open', limit: OPEN_SHOWN }),
    context.store.list({ state: 'finished', limit: FINISHED_SHOWN }),
  ])
  const threads = [...open, ...finished].map((run) => threadOf(run, lookOf(context, run)))
  return { threads, onCall: onCallText(context) }
}

export type RunPage = {
  readonly thread: Thread
  readonly timeline: readonly TimelineLine[]
  readonly audit: readonly TimelineLine[]
}

export async function runPageOf(context: Context, id: string): Promise<RunPage | undefined> {
  const [run, records] = await Promise.all([context.store.get(id), context.audit.ofRun(id)])
  if (run === undefined) return undefined
  const look = lookOf(context, run)
  return { thread: threadOf(run, look), timeline: timelineOf(run, look), audit: auditLines(context, records) }
}

export function auditExport({ audit }: Context): AsyncIterable<AuditRecord> {
  return audit.all()
}
