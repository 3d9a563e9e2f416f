import type { Run } from '../engine/run.ts'
import type { Text } from '../notify/card.ts'
import { threadOf } from '../notify/cards/index.ts'
import { timelineOf } from '../notify/cards/timeline.ts'
import type { Thread, TimelineLine } from '../notify/thread.ts'
import { auditLines } from './audit.ts'
import { type Context, lookOf } from './context.ts'
import { OPEN_SHOWN, onCallText } from './home.ts'

const FINISHED_SHOWN = 10

/** The channel as the console shows it: open runs first, then those that are over or only owe their post-mortem. */
export async function feedOf(context: Context): Promise<{ threads: readonly Thread[]; onCall: Text }> {
  const portions = await Promise.all([
    context.store.list({ state: 'open', playbook: 'incident', limit: OPEN_SHOWN }),
    context.store.list({ state: 'open', playbook: 'handover', limit: FINISHED_SHOWN }),
    context.store.list({ state: 'open', playbook: 'override', limit: FINISHED_SHOWN }),
    context.store.list({ state: 'finished', playbook: 'incident', limit: FINISHED_SHOWN }),
  ])
  const shown = portions.flat()
  const runs = [...shown, ...(await parentsOfOpenItems(context, shown))]
  const threads = await Promise.all(runs.map((run) => wholeThread(context, run)))
  return { threads, onCall: onCallText(context) }
}

/** Incidents that are over long since, and of which an action item is open: it stands nowhere else. */
async function parentsOfOpenItems({ store }: Context, shown: readonly Run[]): Promise<readonly Run[]> {
  const items = await store.list({ state: 'open', playbook: 'action-item', limit: OPEN_SHOWN })
  const parents = new Set(items.flatMap(({ parent }) => (parent === undefined ? [] : [parent])))
  const missing = [...parents].filter((id) => !shown.some((run) => run.id === id))
  return (await Promise.all(missing.map((id) => store.get(id)))).filter((run) => run !== undefined)
}

/** A run with what belongs to it, as the chat shows it: the cards of its action items stand under its own. */
async function wholeThread(context: Context, run: Run): Promise<Thread> {
  const thread = threadOf(run, lookOf(context, run))
  const ids = run.history.flatMap(({ what, fields }) =>
    what === 'actionOpened' ? [String(fields['item'])] : [],
  )
  const items = (await Promise.all(ids.map((id) => context.store.get(id)))).filter(
    (item) => item !== undefined,
  )
  const below = items.flatMap((item) => {
    const own = threadOf(item, lookOf(context, item))
    return [{ at: item.openedAt, card: own.card }, ...own.replies]
  })
  if (below.length === 0) return thread
  return { ...thread, replies: [...thread.replies, ...below].sort((a, b) => a.at - b.at) }
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
  return {
    thread: await wholeThread(context, run),
    timeline: timelineOf(run, look),
    audit: auditLines(context, records),
  }
}
