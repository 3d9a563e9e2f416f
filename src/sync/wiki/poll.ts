import type { SyncDeps } from '../deps.ts'
import { BEGINNING, type ChangePoint, type Page } from '../ports.ts'
import { createTracer } from '../tracer.ts'
import { createBotUser } from './bot-user.ts'
import { changeKey, deliveryOf, eventOf } from './page-change.ts'

export type PollDeps = Pick<SyncDeps, 'docmost' | 'book' | 'clock' | 'log'> & {
  readonly queue: Pick<SyncDeps['queue'], 'take'>
}

/** Docmost takes the time before it commits: what comes late stands before what was read. */
const OVERLAP_MS = 10_000
/** A mark older than this is moved along, so that what stands in the overlap is not read again when its key is forgotten. */
const STALE_MS = 12 * 3_600_000

/**
 * Asks Docmost what changed since `feed_read_to`, as deliveries; the mark moves only when they are stored. The first
 * poll ever begins at now: what is older is the sweep's. `lag_ms` becomes how long the newest of the changes that
 * nobody had told us of had waited; nothing new is no lag, and 0. Throws when Docmost or the store is away.
 */
export function createPoll(deps: PollDeps): () => Promise<void> {
  const { docmost, book, clock } = deps
  const isOwnWrite = createOwnWrites(deps)

  return async () => {
    const began = clock.now()
    let readTo = readMark((await book.marks.all()).feed_read_to) ?? began
    let point: ChangePoint = { updatedAt: iso(readTo - OVERLAP_MS), id: BEGINNING.id }
    let lag = 0
    for (;;) {
      const { pages, more } = await docmost.changedAfter(point)
      lag = (await takeAll(pages)) ?? lag
      const last = pages.at(-1)
      // A clock of Docmost's that is ahead of ours, or was once, must not hide what comes after.
      if (last !== undefined) readTo = Math.max(readTo, Math.min(Date.parse(last.updatedAt), began))
      if (!more || last === undefined) break
      await book.marks.set('feed_read_to', iso(readTo))
      point = last
    }
    await book.marks.set('feed_read_to', iso(Math.max(readTo, began - STALE_MS)))
    await book.marks.set('lag_ms', String(lag))
    await book.marks.set('last_poll', iso(clock.now()))
  }

  /** The lag of the newest that is new. */
  async function takeAll(pages: readonly Page[]): Promise<number | undefined> {
    let lag: number | undefined
    for (const page of pages) {
      if (await isOwnWrite(page)) continue
      const at = clock.now()
      const happenedAt = Date.parse(page.updatedAt)
      const change = deliveryOf({ ...updated(page), happenedAt }, at)
      if ((await deps.queue.take(change)) === 'stored') lag = Math.max(0, at - happenedAt)
    }
    return lag
  }
}

/** Whether the bot wrote a page last and it still has the title that its row wants; that is traced, once for each write. */
function createOwnWrites(deps: PollDeps): (page: Page) => Promise<boolean> {
  const { book } = deps
  const botUser = createBotUser(deps)

  return async (page) => {
    if (page.updatedBy !== (await botUser())) return false
    const owner = await book.links.entityOf(page.id)
    if (owner === undefined || (await book.memory.get(owner))?.title !== page.title) return false
    const event = eventOf(changeKey(updated(page)))
    if ((await book.trace.of(event)).length > 0) return true
    const tracer = createTracer(deps, `page:${page.id}`, [event])
    await tracer.say('ignore', { reason: 'own_write', page: page.id, ended: true })
    return true
  }
}

/** The feed doesn't tell a new page from a changed one. */
function updated({ id, updatedAt }: Page) {
  return { type: 'page.updated', page: id, when: { updatedAt } } as const
}

function readMark(mark: string | undefined): number | undefined {
  const at = Date.parse(mark ?? '')
  return Number.isNaN(at) ? undefined : at
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
