import type { WaitingEntry } from '../book.ts'
import type { Change, Delivery } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'

const WINDOW_MS = 60_000
const MOST_EVENTS = 20

type LoopDeps = Pick<SyncDeps, 'book' | 'queue' | 'notices'>

/** The breaker of one entity: open while it says the same again and again, until somebody closes it. */
export type Loops = {
  /** How often this change was told within the last minute. 0 for one that carries nothing to compare. */
  count(delivery: Delivery, change: Change): Promise<number>
  /** Keeps the cause of the change and does nothing; opens the breaker unless `waits` says that it is open. */
  hold(delivery: Delivery, change: Change, count: number, waits: WaitingEntry | undefined): Promise<void>
}

export function createLoops({ book, queue, notices }: LoopDeps): Loops {
  const evidence = createEvidence()

  /** Named by when it opened: whoever opens it at the same moment, or tells again after a crash, tells the same. */
  async function tell(entry: WaitingEntry, { hash }: Change, count: number): Promise<void> {
    const { entity, since, events } = entry
    const key = `loop:${entity}:${since}`
    await notices.looping({ key, entity, count, events, ...(hash === undefined ? {} : { hash }) })
  }

  async function open(
    { at, event }: Delivery,
    change: Change,
    count: number,
    waits: WaitingEntry | undefined,
  ): Promise<void> {
    const { entity } = change
    const seen = evidence.of(sayingOf(change)).filter((one) => one !== event)
    const events = [...(waits?.events ?? []), ...seen, event]
    // What waits for another reason would keep the time of that, and this opening its name.
    if (waits !== undefined) await book.waiting.remove(entity)
    const entry = { entity, state: 'held', since: at, because: wordsOf(count), events } as const
    await tell(await book.waiting.put(entry), change, count)
  }

  return {
    async count(delivery, change) {
      if (change.hash === undefined) return 0
      const what = `${change.entity} ${delivery.type} ${change.hash}`
      evidence.note(sayingOf(change), delivery.event, delivery.at)
      return book.repeats.count(what, delivery.at, WINDOW_MS)
    },
    async hold(delivery, change, count, waits) {
      const { event, at } = delivery
      await book.causes.add(change.entity, { event, because: change.because, at })
      if (waits?.state !== 'held') return open(delivery, change, count, waits)
      // The delivery that opened it comes again when we crashed before people were told.
      if (waits.events.includes(event)) await tell(waits, change, Math.max(count, waits.events.length))
      // Somebody closed it meanwhile, perhaps before this cause was there to be seen.
      if ((await book.waiting.get(change.entity))?.state !== 'held') await queue.touch([change.entity])
    },
  }
}

function sayingOf({ entity, hash }: Change): string {
  return `${entity} ${hash}`
}

/** The latest events that said something, as far as this process took them in: what people are shown of a loop. */
function createEvidence() {
  const said = new Map<string, readonly { readonly event: string; readonly at: number }[]>()

  return {
    note(what: string, event: string, at: number): void {
      const before = (said.get(what) ?? []).filter((one) => one.at > at - WINDOW_MS)
      said.delete(what)
      said.set(what, [...before, { event, at }].slice(-MOST_EVENTS))
      for (const [other, times] of said) {
        if ((times.at(-1)?.at ?? 0) > at - WINDOW_MS) return
        said.delete(other)
      }
    },
    of: (what: string) => (said.get(what) ?? []).map(({ event }) => event),
  }
}

export function wordsOf(count: number): string {
  return `${count} identical events within a minute`
}
