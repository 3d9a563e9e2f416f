import { isUuid } from './docmost-ids.ts'
import { broken } from './docmost-refusals.ts'
import { iso } from './docmost-world.ts'

/** What a list is ordered by, besides the id. Times are microseconds, and milliseconds in a cursor. */
export type Order<T> = {
  readonly by: 'updatedAt' | 'deletedAt' | 'createdAt' | 'position' | 'name' | 'id'
  readonly descending: boolean
  readonly of: (item: T) => number | string
}

export type Asked = {
  readonly limit?: unknown
  readonly cursor?: unknown
  readonly beforeCursor?: unknown
}

export type Listed<T> = { readonly items: readonly T[]; readonly meta: Record<string, unknown> }

type Keyed = { readonly id: string }
type Point = { readonly value: number | string; readonly id: string }

const LIMIT = 20

/**
 * Cursors as Docmost has them: unsigned, and blind below a millisecond. Going on by `nextCursor` skips what shares
 * the millisecond of the last item; `beforeCursor` answers the nearest ones before it in the list, and repeats.
 */
export function listOf<T extends Keyed>(items: readonly T[], order: Order<T>, asked: Asked): Listed<T> {
  const limit = typeof asked.limit === 'number' ? asked.limit : LIMIT
  const sorted = [...items].sort((a, b) => compare(order, pointOf(order, a), pointOf(order, b)))
  const after = decode(order, asked.cursor)
  const before = after === undefined ? decode(order, asked.beforeCursor) : undefined
  const left = sorted.filter((item) => {
    if (after !== undefined) return compare(order, pointOf(order, item), after) > 0
    return before === undefined || compare(order, pointOf(order, item), before) < 0
  })
  const shown = before === undefined ? left.slice(0, limit) : left.slice(-limit)
  const [hasNextPage, hasPrevPage] = [left.length > limit, after !== undefined && shown.length > 0]
  const [first, last] = [shown[0], shown.at(-1)]
  const nextCursor = hasNextPage && last !== undefined ? encode(order, last) : null
  const prevCursor = hasPrevPage && first !== undefined ? encode(order, first) : null
  return { items: shown, meta: { limit, hasNextPage, hasPrevPage, nextCursor, prevCursor } }
}

function pointOf<T extends Keyed>(order: Order<T>, item: T): Point {
  return { value: order.of(item), id: item.id }
}

function compare<T>({ descending }: Order<T>, a: Point, b: Point): number {
  const way = a.value < b.value || (a.value === b.value && a.id < b.id) ? -1 : 1
  if (a.value === b.value && a.id === b.id) return 0
  return descending ? -way : way
}

function encode<T extends Keyed>(order: Order<T>, item: T): string {
  const value = order.of(item)
  const key = order.by === 'id' ? {} : { [order.by]: typeof value === 'number' ? iso(value) : value }
  return Buffer.from(new URLSearchParams({ ...key, id: item.id }).toString()).toString('base64url')
}

function decode<T>(order: Order<T>, cursor: unknown): Point | undefined {
  if (cursor === undefined || cursor === null) return undefined
  const parts = new URLSearchParams(Buffer.from(String(cursor), 'base64url').toString())
  const id = parts.get('id')
  const text = order.by === 'id' ? id : parts.get(order.by)
  if (!isUuid(id) || text === null) throw broken()
  if (!order.by.endsWith('At')) return { value: order.by === 'id' ? '' : text, id }
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw broken()
  return { value: ms * 1000, id }
}
