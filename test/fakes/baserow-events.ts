import { randomUUID } from 'node:crypto'
import type { Deliveries, Due } from './baserow-deliveries.ts'
import type { HookBook, StoredHook } from './baserow-hooks.ts'
import { DATABASE, type Field, WORKSPACE } from './baserow-schema.ts'
import type { RowsChange, Store } from './baserow-store.ts'
import { keyed, keyOf, type Snapshot } from './baserow-values.ts'

export type EventOptions = {
  /** Rows of one batch of a linked table's event. */
  readonly batchRows: number
  /** Batches of one event; the rest is discarded. */
  readonly batches: number
}

export type EventDeps = {
  readonly hooks: Pick<HookBook, 'active'>
  readonly store: () => Store
  readonly deliveries: Pick<Deliveries, 'deliver' | 'discard'>
  readonly options: EventOptions
}

/** Who is called for a change, how often, and with what. */
export function createEvents({ hooks, store, deliveries, options }: EventDeps) {
  return (change: RowsChange): void => {
    const eventId = randomUUID()
    for (const hook of hooks.active()) {
      if (hook.table === change.table.id) {
        const payload = ownPayload(hook, eventId, change)
        for (let left = callsFor(hook, change.kind, change.fields); left > 0; left -= 1)
          deliveries.deliver(hook, { eventId, header: change.kind, payload: () => payload })
      } else callLinked(hook, eventId, change)
    }
  }

  /** A change of links is seen from the other table too. */
  function callLinked(hook: StoredHook, eventId: string, change: RowsChange): void {
    const links = change.table.fields.filter(
      ({ link }) => link?.table === hook.table && link.related !== undefined,
    )
    const related = links.flatMap(({ link }) => link?.related ?? [])
    // Baserow asks whether the rows have links now; that the links changed it asks later, and may call for nothing.
    const selected = change.rows.some((row) => links.some((field) => linksOf(row, field).length > 0))
    if (!selected) return
    const ids = change.rows.flatMap((row, index) =>
      links.flatMap((field) => difference(linksOf(row, field), linksOf(change.before[index], field))),
    )
    const all = [...new Set(ids)]
    for (let left = callsFor(hook, 'rows.updated', related); left > 0; left -= 1) {
      const due = batch(hook, eventId, change.kind, all, 1)
      if (due !== undefined) deliveries.deliver(hook, due)
    }
  }

  function batch(
    hook: StoredHook,
    eventId: string,
    header: string,
    all: readonly number[],
    number: number,
  ): Due | undefined {
    const offset = (number - 1) * options.batchRows
    const ids = all.slice(offset, offset + options.batchRows)
    if (ids.length === 0 && number > 1) return undefined
    if (number > options.batches) {
      deliveries.discard(hook, eventId)
      return undefined
    }
    const paged = ids.length < all.length
    return {
      eventId,
      header,
      ...(paged ? { batch: number } : {}),
      // Read again at each attempt.
      payload: () => ({
        ...base(hook, hook.id, eventId, 'rows.updated'),
        items: store()
          .some(store().table(hook.table), ids)
          .map((row) => keyed(row, hook.names)),
        total_count: all.length,
        ...(paged ? { offset, batch_size: ids.length, batch_id: number } : {}),
      }),
      next: () => batch(hook, eventId, header, all, number + 1),
    }
  }
}

/** No `DISTINCT`: once for each event that is stored beside `everything`, and for each field of a limit that matches. */
function callsFor(hook: StoredHook, type: string, fields: readonly number[]): number {
  if (hook.everything) return Math.max(1, hook.events.length)
  if (!hook.events.includes(type)) return 0
  const limits = hook.limits.filter((one) => one.event_type === type).flatMap((one) => one.fields)
  return limits.length === 0 ? 1 : limits.filter((id) => fields.includes(id)).length
}

function base(hook: Pick<StoredHook, 'table'>, id: number | null, eventId: string, type: string) {
  return {
    table_id: hook.table,
    database_id: DATABASE,
    workspace_id: WORKSPACE,
    webhook_id: id,
    event_id: eventId,
    event_type: type,
  }
}

function ownPayload(hook: StoredHook, eventId: string, { kind, rows, before }: RowsChange) {
  const head = base(hook, hook.id, eventId, kind)
  const items = rows.map((row) => keyed(row, hook.names))
  if (kind === 'rows.created') return { ...head, items }
  if (kind === 'rows.deleted') return { ...head, row_ids: rows.map(({ id }) => id) }
  return { ...head, items, old_items: before.map((row) => keyed(row, hook.names)) }
}

/** What a test call sends: a row that nobody has, of a hook that is not stored. */
export function testPayload(table: number, fields: readonly Field[], type: string, names: boolean) {
  const head = base({ table }, null, randomUUID(), type)
  const empty = Object.fromEntries(fields.map((field) => [keyOf(field, names), null]))
  const items = [{ id: 0, order: '0.00000000000000000000', ...empty }]
  if (type === 'rows.deleted') return { ...head, row_ids: [0] }
  return type === 'rows.updated' ? { ...head, items, old_items: items } : { ...head, items }
}

function linksOf(row: Snapshot | undefined, field: Field): readonly number[] {
  const value = row?.values.find(([one]) => one.id === field.id)?.[1]
  return Array.isArray(value) ? value.map(({ id }) => Number(id)) : []
}

function difference(now: readonly number[], before: readonly number[]): readonly number[] {
  return [...now.filter((id) => !before.includes(id)), ...before.filter((id) => !now.includes(id))]
}
