import type { Run } from '../engine/run.ts'
import { notesNow } from '../engine/standing.ts'
import type { Button, Text } from '../notify/card.ts'
import { threadOf } from '../notify/cards/index.ts'
import { timelineOf } from '../notify/cards/timeline.ts'
import type { Thread, TimelineLine } from '../notify/thread.ts'
import { auditLines } from './audit.ts'
import { type Context, lookOf } from './context.ts'
import { onCallLines } from './ops/oncall.ts'
import { hasPostMortem } from './post-mortem.ts'
import { type RunStep, runSteps } from './run-steps.ts'
import { sayableNow } from './sayable.ts'
import { finishedOfSync, finishedReleases, OPEN_SHOWN, openRuns } from './shown-runs.ts'

const FINISHED_SHOWN = 10
/** Releases and small ones that are over, beneath the incidents: whoever wants more of them has the audit. */
const SMALL_SHOWN = 5

/** The channel as the console shows it. */
export type Feed = {
  /** Open runs first, most urgent kind first, then those that are over or only owe their post-mortem. */
  readonly threads: readonly FeedThread[]
  readonly onCall: readonly Text[]
  /** Where drills take place, if anywhere. */
  readonly drills: Text
}

/** `elsewhere` is the channel of a card that does not stand in #ops: that of a drill. */
export type FeedThread = Thread & { readonly elsewhere?: string }

export async function feedOf(context: Context): Promise<Feed> {
  const { store } = context
  const [onCall, open, incidents, releases, small] = await Promise.all([
    onCallLines(context),
    openRuns(store, ['action-item']),
    store.list({ state: 'finished', playbook: 'incident', limit: FINISHED_SHOWN }),
    finishedReleases(store, SMALL_SHOWN),
    finishedOfSync(store, SMALL_SHOWN),
  ])
  const shown = [...open, ...incidents]
  const runs = [...shown, ...(await parentsOfOpenItems(context, shown)), ...releases, ...small]
  const threads = await Promise.all(runs.map((run) => wholeThread(context, run)))
  return { threads, onCall, drills: drillsText(context) }
}

function drillsText({ settings }: Context): Text {
  return settings.channels['sandbox'] === undefined
    ? 'Drills need channels.sandbox in vigie.yaml.'
    : ['Drills stand in the sandbox: ', { code: '/incident sev1 ... --drill' }]
}

/** Incidents that are over long since, and of which an action item is open: it stands nowhere else. */
async function parentsOfOpenItems({ store }: Context, shown: readonly Run[]): Promise<readonly Run[]> {
  const items = await store.list({ state: 'open', playbook: 'action-item', limit: OPEN_SHOWN })
  const parents = new Set(items.flatMap(({ parent }) => (parent === undefined ? [] : [parent])))
  const missing = [...parents].filter((id) => !shown.some((run) => run.id === id))
  return (await Promise.all(missing.map((id) => store.get(id)))).filter((run) => run !== undefined)
}

/** A run with what belongs to it, as the chat shows it: the cards of its action items stand under its own. */
async function wholeThread(context: Context, run: Run): Promise<FeedThread> {
  const own = threadOf(run, lookOf(context, run))
  const thread = run.channel === 'ops' ? own : { ...own, elsewhere: `#${run.channel}` }
  const ids = run.history.flatMap(({ what, fields }) =>
    what === 'actionOpened' ? [String(fields['item'])] : [],
  )
  const items = (await Promise.all(ids.map((id) => context.store.get(id)))).filter(
    (item) => item !== undefined,
  )
  const below = items.flatMap((item) => {
    const { card, replies } = threadOf(item, lookOf(context, item))
    return [{ at: item.openedAt, card }, ...replies]
  })
  if (below.length === 0) return thread
  return { ...thread, replies: [...thread.replies, ...below].sort((a, b) => a.at - b.at) }
}

export type RunPage = {
  readonly thread: FeedThread
  readonly steps: readonly RunStep[]
  readonly timeline: readonly TimelineLine[]
  readonly audit: readonly TimelineLine[]
  /** Adds a line to the timeline; absent where the run takes none. */
  readonly note?: Button
  /** There is a post-mortem to take from here. */
  readonly postMortem: boolean
  /** What may be typed about it. */
  readonly sayable: readonly Text[]
}

export async function runPageOf(context: Context, id: string): Promise<RunPage | undefined> {
  const [run, records] = await Promise.all([context.store.get(id), context.audit.ofRun(id)])
  if (run === undefined) return undefined
  const look = lookOf(context, run)
  const note = noteButton(run)
  return {
    thread: await wholeThread(context, run),
    steps: runSteps(run, look),
    timeline: timelineOf(run, look),
    audit: auditLines(context, records),
    ...(note === undefined ? {} : { note }),
    postMortem: hasPostMortem(run),
    sayable: sayableNow(run, look),
  }
}

function noteButton(run: Run): Button | undefined {
  const note = notesNow(run).find(({ id }) => id === 'note')
  if (note === undefined) return undefined
  const form = note.form === undefined ? {} : { form: note.form }
  return { label: 'Add a note', act: { kind: 'note', run: run.id, note: note.id, ...form } }
}
