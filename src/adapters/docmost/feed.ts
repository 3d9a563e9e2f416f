import type { Logger } from 'pino'
import { BEGINNING, type ChangePoint, type Page } from '../../sync/ports.ts'
import type { Ask } from './ask.ts'
import { failure } from './errors.ts'
import { uuid } from './ids.ts'
import { LIMIT } from './lists.ts'
import { pagesSchema } from './shapes.ts'

/** A list that is ordered by `updatedAt`, newest first. */
export type TimedList = { readonly route: string; readonly body: Readonly<Record<string, unknown>> }

/** `more`: there are newer ones than these. */
export type Batch = { readonly pages: readonly Page[]; readonly more: boolean }

const FIRST_ID = BEGINNING.id

/**
 * Pages changed after the point, oldest first, each at least once. The answer ends in a later millisecond than the
 * point, or is the last one: who goes on from its last page always comes forward.
 *
 * Docmost's cursor counts milliseconds and its column microseconds, so its own walk (newest first) loses what shares
 * a millisecond with the last page. A `beforeCursor` made by us asks the other way round, and repeats them instead.
 */
export async function changesAfter(
  ask: Ask,
  list: TimedList,
  point: ChangePoint,
  log: Pick<Logger, 'warn'>,
): Promise<Batch> {
  const start = normal(point)
  const seen = new Map<string, Page>()
  let from = start
  for (;;) {
    const batch = await newerThan(ask, list, from)
    const before = seen.size
    for (const page of batch.pages) keep(seen, page)
    const last = batch.pages.at(-1)
    if (last === undefined || !batch.more || millisecond(last) > start.updatedAt)
      return { pages: [...seen.values()], more: batch.more }
    if (seen.size > before) {
      from = { updatedAt: millisecond(last), id: last.id }
      continue
    }
    // A hundred and more of one millisecond, as an import makes: the last hundred of them can be had from behind.
    from = { updatedAt: nextMillisecond(start.updatedAt), id: FIRST_ID }
    const tail = await lastOf(ask, list, from)
    if (tail.every((page) => !seen.has(page.id)))
      log.warn({ updatedAt: start.updatedAt }, 'docmost: more changes in a millisecond than can be read')
    for (const page of tail) if (millisecond(page) === start.updatedAt) keep(seen, page)
  }
}

/** The whole list, latest change first; what is changed meanwhile is in it once. */
export async function readTimed(
  ask: Ask,
  list: TimedList,
  log: Pick<Logger, 'warn'>,
): Promise<readonly Page[]> {
  const seen = new Map<string, Page>()
  let point = BEGINNING
  for (;;) {
    const { pages, more } = await changesAfter(ask, list, point, log)
    for (const page of pages) keep(seen, page)
    const last = pages.at(-1)
    if (last === undefined || !more) return [...seen.values()].reverse()
    point = last
  }
}

async function newerThan(ask: Ask, { route, body }: TimedList, point: ChangePoint): Promise<Batch> {
  const request = { ...body, limit: LIMIT, beforeCursor: cursorOf(point) }
  const { items, meta } = await ask(route, request, pagesSchema)
  return { pages: items.reverse(), more: meta.hasNextPage || items.length >= LIMIT }
}

/** The newest that are older than the point, oldest first. */
async function lastOf(ask: Ask, { route, body }: TimedList, point: ChangePoint): Promise<readonly Page[]> {
  const { items } = await ask(route, { ...body, limit: LIMIT, cursor: cursorOf(point) }, pagesSchema)
  return items.reverse()
}

function keep(seen: Map<string, Page>, page: Page): void {
  seen.delete(page.id)
  seen.set(page.id, page)
}

function cursorOf({ updatedAt, id }: ChangePoint): string {
  return Buffer.from(new URLSearchParams({ updatedAt, id }).toString()).toString('base64url')
}

/** A bad cursor is a 500. */
function normal({ updatedAt, id }: ChangePoint): ChangePoint {
  const ms = Date.parse(updatedAt)
  if (Number.isNaN(ms)) throw failure('invalid', { retry: false, said: `'${updatedAt}' is no time` })
  return { updatedAt: new Date(ms).toISOString(), id: uuid(id) }
}

function millisecond({ updatedAt }: Page): string {
  return new Date(updatedAt).toISOString()
}

function nextMillisecond(updatedAt: string): string {
  return new Date(Date.parse(updatedAt) + 1).toISOString()
}
