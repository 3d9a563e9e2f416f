import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Delivery } from '../../sync/delivery.ts'
import { readersOf } from '../../sync/rows/readers.ts'
import type { SyncRules } from '../../sync/rules.ts'
import { changesOf, isRowsEvent, type RowsOfEvent, readRows, type TableOfEvent } from './baserow-rows.ts'

/** What a request says besides its body. */
export type Circumstances = { readonly at: number; readonly origin?: string; readonly raw: Buffer }

export type BaserowEvent =
  | { readonly is: 'delivery'; readonly delivery: Delivery }
  /** Somebody tries the webhook out: of a hook that is not stored yet, about a row that nobody has. */
  | { readonly is: 'test_call'; readonly type: string }

export const eventIdSchema = z.string().regex(/^[\w.:-]{1,200}$/)

const headSchema = z.object({
  event_type: z.string().min(1).max(100),
  event_id: eventIdSchema,
  table_id: z.int(),
  /** Absent before Baserow 1.33. */
  webhook_id: z.int().nullish(),
  batch_id: z.int().nullish(),
})
type Head = z.infer<typeof headSchema>

const WITHOUT_ROWS = /^(field|view)\.(created|updated|deleted)$/

/** Reads a parsed body. Whatever it says, there is an answer: what can't be used becomes a delivery that says why. */
export function createEventReader(rules: SyncRules) {
  const tables: ReadonlyMap<number, TableOfEvent> = new Map(
    Object.entries(rules.tables).map(([name, rule]) => [
      rule.table,
      { name, rule, readers: readersOf(rules, name) },
    ]),
  )

  return (body: unknown, circumstances: Circumstances): BaserowEvent => {
    const head = headSchema.safeParse(body).data
    if (head === undefined) return { is: 'delivery', delivery: unreadable(circumstances) }
    if (head.webhook_id === null) return { is: 'test_call', type: head.event_type }
    return read(tables.get(head.table_id), head, body, circumstances)
  }
}

function read(
  table: TableOfEvent | undefined,
  head: Head,
  body: unknown,
  circumstances: Circumstances,
): BaserowEvent {
  const type = head.event_type
  const deliver = (more: Pick<Delivery, 'changes' | 'unusable'>): BaserowEvent => {
    return { is: 'delivery', delivery: { ...envelope(head, circumstances), ...more } }
  }
  if (WITHOUT_ROWS.test(type)) return deliver({ changes: [] })
  if (!isRowsEvent(type)) return deliver({ changes: [], unusable: 'no such type of event is known' })
  // What is in the rows of other tables is nobody's business here.
  if (table === undefined) return deliver({ changes: [] })
  const event = readRows(type, body)
  if (event === undefined) return deliver({ changes: [], unusable: 'its rows can not be read' })
  if (isTestCall(event)) return { is: 'test_call', type }
  return deliver({ changes: changesOf(table, event) })
}

function isTestCall({ rows }: RowsOfEvent): boolean {
  return rows.length > 0 && rows.every(({ id }) => id === 0)
}

function envelope(head: Head, { at, origin }: Circumstances): Omit<Delivery, 'changes'> {
  return {
    // One `event_id` is shared by several hooks and by all batches.
    key: `baserow/${head.webhook_id ?? '-'}/${head.event_id}/${head.batch_id ?? 0}`,
    event: head.event_id,
    source: 'baserow',
    type: head.event_type,
    at,
    ...(origin === undefined ? {} : { origin }),
  }
}

/** Named by its bytes: sent again it is the same delivery. */
function unreadable({ at, raw }: Circumstances): Delivery {
  const event = `unreadable-${createHash('sha256').update(raw).digest('hex').slice(0, 16)}`
  const unusable = 'it is not shaped as an event of Baserow'
  return { key: `baserow/${event}`, event, source: 'baserow', type: 'unknown', at, changes: [], unusable }
}
