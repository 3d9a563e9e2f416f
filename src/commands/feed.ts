import type { Text } from '../notify/card.ts'
import { threadOf } from '../notify/cards/index.ts'
import { timelineOf } from '../notify/cards/timeline.ts'
import type { Thread, TimelineLine } from '../notify/thread.ts'
import { auditLines } from './audit.ts'
import { type Context, lookOf } from './context.ts'
import { OPEN_SHOWN, onCallText } from './home.ts'

const FINISHED_SHOWN = 10

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
