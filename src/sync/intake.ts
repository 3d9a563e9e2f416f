import type { Change, Delivery } from './delivery.ts'
import type { SyncDeps } from './deps.ts'
import { judgeChange, judgeSource, mayBeIdentical } from './judge-change.ts'
import { createLoops, type Loops } from './loops.ts'
import type { SyncHandlers } from './queue.ts'
import { dropStale } from './stale.ts'
import { touch } from './touch.ts'
import { createTracer, type Tracer } from './tracer.ts'

type IntakeDeps = Pick<SyncDeps, 'book' | 'queue' | 'cache' | 'notices' | 'rules' | 'clock' | 'log'>
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
    for (const change of delivery.changes) await takeIn(deps, delivery, change, failed)
    if (delivery.changes.length === 0) await tracer.say('ignore', { reason: 'no_rule', ended: true })
  }
}

async function mark({ book }: Inner, { at, happenedAt }: Delivery): Promise<void> {
  await book.marks.set('last_event', String(at))
  if (happenedAt !== undefined) await book.marks.set('lag_ms', String(Math.max(0, at - happenedAt)))
}

/** Nothing follows from what can't be read; people are shown it until somebody retries it. */
async function keep({ book }: Inner, tracer: Tracer, { event, at }: Delivery, because: string) {
  await tracer.say('receive', { success: false, reason: because })
  const entity = `delivery:${event}`
  await book.waiting.put({ entity, state: 'dead', since: at, because, events: [event] })
  await tracer.say('ignore', { reason: 'unusable', ended: true })
}

async function takeIn(deps: Inner, delivery: Delivery, change: Change, failed: number): Promise<void> {
  const tracer = createTracer(deps, change.entity, [delivery.event])
  const nothing = judgeSource(deps.rules, deps.botUser(), delivery, change)
  if (nothing !== undefined) return tracer.say('ignore', { reason: nothing, ended: true })
  const { loops, book } = deps
  const waits = await book.waiting.get(change.entity)
  const held = waits?.state === 'held'
  // A delivery that comes again after our own failure was counted the first time.
  const count = failed === 0 ? await loops.count(delivery, change) : 0
  const verdict = judgeChange({ change, held, count, ...(await read(deps, change)) })
  if (verdict === 'identical_sync') return tracer.say('ignore', { reason: verdict, ended: true })
  if (verdict === 'touch') return look(deps, tracer, delivery, change)
  await loops.hold(delivery, change, count, waits)
  await tracer.say('hold', { reason: held ? waits.because : `${count} identical events within a minute` })
}

/** What waits is asked first: a look that ends between the two questions has read the row after this change was made. */
async function read({ book, clock }: Inner, change: Change) {
  const now = clock.now()
  if (!mayBeIdentical(change)) return { looked: false, remembered: undefined, now }
  const looked = (await book.causes.of(change.entity)).length > 0
  return { looked, remembered: await book.memory.get(change.entity), now }
}

async function look(deps: Inner, tracer: Tracer, { event, at }: Delivery, change: Change): Promise<void> {
  await dropStale(deps, tracer, change)
  const { entity, because } = change
  await tracer.step(
    'touch',
    () => touch(deps, entity, { event, because, at }),
    () => ({ reason: because }),
  )
}
