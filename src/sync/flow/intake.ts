import type { WaitingEntry } from '../book.ts'
import type { Change, Delivery } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import type { SyncHandlers } from '../queue.ts'
import { touch } from '../touch.ts'
import { createTracer, type Tracer } from '../tracer.ts'
import { isKnown, isOwnWrite, judgeChange, judgeSource, ruleOf, type Verdict } from './judge-change.ts'
import { createLoops, type Loops, wordsOf } from './loops.ts'
import { dropStale } from './stale.ts'

type IntakeDeps = Pick<SyncDeps, 'book' | 'queue' | 'cache' | 'notices' | 'rules' | 'clock' | 'log'>
type Judged = {
  readonly change: Change
  readonly verdict: Verdict | NonNullable<ReturnType<typeof judgeSource>>
  readonly count: number
  readonly waits: WaitingEntry | undefined
}
const DAY_MS = 24 * 3_600_000

type Inner = IntakeDeps & { readonly loops: Loops; readonly botUser: () => number | undefined }

/**
 * Takes a delivery in: which entities are looked at for it, and why the others are not. Everything may be done twice:
 * after a crash the delivery comes again from its beginning. `botUser` answers the number of the bot's own account in Baserow.
 */
export function createIntake(given: IntakeDeps, botUser: () => number | undefined): SyncHandlers['delivery'] {
  const deps: Inner = { ...given, loops: createLoops(given), botUser }

  return async (delivery, failed) => {
    const tracer = createTracer(deps, undefined, [delivery.event])
    await mark(deps, delivery)
    if (delivery.unusable !== undefined) return keep(deps, tracer, delivery, delivery.unusable)
    await tracer.say('receive', { reason: `${delivery.source} ${delivery.type}` })
    if (delivery.changes.length === 0) return tracer.say('ignore', { reason: 'no_rule', ended: true })
    const judged = await Promise.all(delivery.changes.map((change) => judge(deps, delivery, change, failed)))
    await dropStale(
      deps,
      tracer,
      judged.filter(isStale(deps)).map(({ change }) => change),
    )
    for (const one of judged) {
      await act(deps, delivery, one)
      await lookAtReaders(deps, delivery, one)
    }
  }
}

/** That nothing comes from Baserow any more is told: what we find out by asking is no sign of life of its webhooks. */
async function mark({ book }: Inner, { source, at, happenedAt }: Delivery): Promise<void> {
  if (source === 'baserow') await book.marks.set('last_event', new Date(at).toISOString())
  if (happenedAt !== undefined) await book.marks.set('lag_ms', String(Math.max(0, at - happenedAt)))
}

/** Nothing follows from what can't be read: it waits for people, who are told once a day for each reason. */
async function keep(
  { book, notices }: Inner,
  tracer: Tracer,
  { event, source, at }: Delivery,
  because: string,
): Promise<void> {
  await tracer.say('receive', { success: false, reason: because })
  const entity = `delivery:${event}`
  await book.waiting.put({ entity, state: 'dead', since: at, because, events: [event] })
  const key = `unusable:${source}:${because}:${Math.floor(at / DAY_MS)}`
  await notices.failed({ key, entity, because: `an event of ${source}: ${because}`, events: [event] })
  await tracer.say('ignore', { reason: 'unusable', ended: true })
}

async function judge(deps: Inner, delivery: Delivery, change: Change, failed: number): Promise<Judged> {
  const nothing = judgeSource(deps.rules, delivery, change)
  if (nothing !== undefined) return { change, verdict: nothing, count: 0, waits: undefined }
  if (await isOurs(deps, change)) return { change, verdict: 'own_write', count: 0, waits: undefined }
  const waits = await deps.book.waiting.get(change.entity)
  // A delivery that comes again after our own failure was counted the first time.
  const count = failed === 0 ? await deps.loops.count(delivery, change) : 0
  const held = waits?.state === 'held'
  const verdict = judgeChange({ change, held, count, ...(await read(deps, change)) })
  return { change, verdict, count, waits }
}

async function isOurs(deps: Inner, change: Change): Promise<boolean> {
  if (change.by === undefined || change.by !== deps.botUser()) return false
  const { looking, remembered } = await read(deps, change)
  return !looking && isOwnWrite(deps.rules, change, remembered)
}

/** What waits is asked before what is remembered: a look that ends in between has read the row after this change was made. */
async function read({ book, clock }: Inner, change: Change) {
  const now = clock.now()
  const remembered = await book.memory.get(change.entity)
  if (!isKnown(change, remembered)) return { looking: false, remembered, now }
  const looking = (await book.causes.of(change.entity)).length > 0
  return { looking, remembered: await book.memory.get(change.entity), now }
}

/** Others read what we cache, so what follows no rule of ours is dropped too, and what those will read that show it. */
function isStale({ rules }: Inner) {
  return ({ change, verdict }: Judged) =>
    verdict === 'touch' ||
    verdict === 'told_by_link' ||
    change.readers !== undefined ||
    (verdict === 'no_rule' && ruleOf(rules, change.entity) !== undefined)
}

async function act(
  deps: Inner,
  delivery: Delivery,
  { change, verdict, count, waits }: Judged,
): Promise<void> {
  const { entity, because } = change
  const { event, at } = delivery
  const tracer = createTracer(deps, entity, [event])
  if (verdict === 'touch') {
    const cause = { event, because, at }
    return tracer.step(
      'touch',
      () => touch(deps, entity, cause),
      () => ({ reason: because }),
    )
  }
  if (verdict !== 'hold') return tracer.say('ignore', { reason: verdict, ended: true })
  await deps.loops.hold(delivery, change, count, waits)
  await tracer.say('hold', { reason: waits?.state === 'held' ? waits.because : wordsOf(count) })
}

/** Whatever the row itself is known for: its readers may not have been looked at since. */
async function lookAtReaders(
  deps: Inner,
  { event, at, origin }: Delivery,
  { change: { entity, readers = [] }, verdict }: Judged,
): Promise<void> {
  if (verdict === 'hold' || origin === 'bridge') return
  for (const reader of readers)
    await createTracer(deps, reader, [event]).step(
      'touch',
      () => touch(deps, reader, { event, because: 'linked', at, through: entity }),
      () => ({ reason: 'linked' }),
    )
}
