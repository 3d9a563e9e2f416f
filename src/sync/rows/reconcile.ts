import type { Because } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import { keyOf, type RowEntity, readKey } from '../entity.ts'
import { hashOf } from '../hash.ts'
import type { Row } from '../ports.ts'
import type { TableRule } from '../rules.ts'
import { touch } from '../touch.ts'
import { isUnfinished } from './look.ts'
import { readersIn, readersOf } from './readers.ts'

export type ReconcileDeps = {
  readonly baserow: Pick<SyncDeps['baserow'], 'row' | 'rows'>
  readonly book: Pick<SyncDeps['book'], 'memory' | 'links' | 'causes' | 'marks' | 'lists'>
  readonly queue: Pick<SyncDeps['queue'], 'touch'>
  readonly cache: Pick<SyncDeps['cache'], 'drop'>
  readonly rules: Pick<SyncDeps['rules'], 'tables'>
  readonly clock: Pick<SyncDeps['clock'], 'now'>
}

export type ReconcileOrder = {
  /** Names of tables with a rule. */
  readonly tables: readonly string[]
  /** What the looks that follow are traced by. */
  readonly event: string
  readonly because: Because
}

/** Tables done, rows compared, rows that are looked at again. */
export type ReconcileProgress = { readonly done: number; readonly rows: number; readonly touched: number }
export type Reconciled = { readonly rows: number; readonly touched: number; readonly gone: number }

type Touch = (entity: string, because: Because, through?: string) => Promise<void>
type Look = {
  readonly deps: ReconcileDeps
  readonly table: string
  readonly rule: TableRule
  /** Tables whose pages show its rows. */
  readonly readers: readonly string[]
  readonly because: Because
  readonly touch: Touch
}

/** Rows compared at a time. */
const AT_ONCE = 50
/** As many as Baserow lists on one page. */
const TELL_EVERY = 200
/** Tables that were once gone through to the end, by name and number. */
const SEEN = 'reconciled_tables'

/**
 * Compares every row with what is remembered of it, and has those looked at that differ: imports, data syncs and a hook
 * that was off tell nothing. It writes to neither system. Of a table it holds the ids, never the rows. Throws
 * `SyncError` when Baserow is away; whatever was touched until then stays so, and a second time does no harm.
 */
export async function reconcile(
  deps: ReconcileDeps,
  { tables, event, because }: ReconcileOrder,
  tell: (progress: ReconcileProgress) => Promise<void>,
): Promise<Reconciled> {
  let [done, rows, gone] = [0, 0, 0]
  const touched = new Set<string>()
  const touchOne: Touch = async (entity, why, through) => {
    touched.add(entity)
    const cause = { event, because: why, at: deps.clock.now() }
    await touch(deps, entity, through === undefined ? cause : { ...cause, through })
  }
  for (const table of tables) {
    const rule = deps.rules.tables[table]
    if (rule === undefined) continue
    const isFirst = !(await wasCompared(deps, table, rule))
    const why = isFirst ? 'first_seen' : because
    const readers = readersOf(deps.rules, table)
    const look: Look = { deps, table, rule, readers, because: why, touch: touchOne }
    if (readers.length > 0) await dropCached(deps, table)
    const listed = await compareListed(look, async (count) => {
      rows += count
      await tell({ done, rows, touched: touched.size })
    })
    gone += await touchGone(look, listed)
    await deps.book.lists.replace(SEEN, [...new Set([...(await seenTables(deps)), seenAs(table, rule)])])
    done += 1
    await tell({ done, rows, touched: touched.size })
  }
  await deps.book.marks.set('last_reconcile', new Date(deps.clock.now()).toISOString())
  return { rows, touched: touched.size, gone }
}

/**
 * Not whether anything is remembered of the table: an event that comes before the first comparison ends would make all
 * other rows look new, and each would get its letter.
 */
export async function wasCompared(deps: SeenDeps, table: string, rule: TableRule): Promise<boolean> {
  return (await seenTables(deps)).includes(seenAs(table, rule))
}

type SeenDeps = { readonly book: Pick<SyncDeps['book'], 'lists'> }

async function seenTables({ book }: SeenDeps): Promise<readonly string[]> {
  return (await book.lists.read(SEEN)) ?? []
}

function seenAs(table: string, rule: TableRule): string {
  return `${table}=${rule.table}`
}

async function compareListed(
  look: Look,
  count: (rows: number) => Promise<void>,
): Promise<ReadonlySet<number>> {
  const listed = new Set<number>()
  let told = 0
  for await (const rows of inGroups(look.deps.baserow.rows(look.rule.table), AT_ONCE)) {
    await Promise.all(rows.map((row) => compare(look, row)))
    for (const { id } of rows) listed.add(id)
    if (listed.size - told < TELL_EVERY) continue
    await count(listed.size - told)
    told = listed.size
  }
  if (listed.size > told) await count(listed.size - told)
  return listed
}

async function compare(look: Look, row: Row): Promise<void> {
  const { deps, table, rule, because } = look
  const entity = keyOf({ kind: 'row', table, id: row.id })
  const remembered = await deps.book.memory.get(entity)
  const isKnown = remembered?.row === hashOf(row.values)
  if (!isKnown) await touchReaders(look, row, entity)
  // A letter that waits is seen to at the latest now, and so is a page that may be back from the trash.
  const isSame = isKnown && !isUnfinished(remembered) && remembered?.mailed !== false
  if (isSame && (rule.page === undefined || (await deps.book.links.pageOf(entity)) !== undefined)) return
  await look.touch(entity, because)
}

/** Before the row itself: once that is remembered as it is now, nothing tells that they are behind. */
async function touchReaders(
  { rule, readers, touch: touchOne }: Look,
  row: Row,
  entity: string,
): Promise<void> {
  for (const reader of readersIn(rule, readers, row.values)) await touchOne(reader, 'linked', entity)
}

/** Readers would be filled from what no event has dropped. A cache that is away stops nobody: it forgets by itself. */
async function dropCached({ cache }: ReconcileDeps, table: string): Promise<void> {
  await cache.drop([`bridge:${table}:*`]).catch(() => undefined)
}

/** What we know of and was not listed. The list may pass over a row that was moved meanwhile, so each is asked for. */
async function touchGone(look: Look, listed: ReadonlySet<number>): Promise<number> {
  let gone = 0
  for await (const { id, table } of known(look)) {
    if (listed.has(id)) continue
    const row = await look.deps.baserow.row(look.rule.table, id)
    if (row !== undefined) {
      await compare(look, row)
      continue
    }
    gone += 1
    await look.touch(keyOf({ kind: 'row', table, id }), 'deleted')
  }
  return gone
}

/** Rows that are remembered, and those of which only the link is: a crash came between. */
async function* known({ deps, table }: Look): AsyncGenerator<RowEntity, void> {
  for await (const [key] of deps.book.memory.ofTable(table)) yield* rowOf(key)
  for (const key of await deps.book.links.entitiesUnder(`${table}:`))
    if ((await deps.book.memory.get(key)) === undefined) yield* rowOf(key)
}

/** Nothing for the pages under a row's page: they go with it. */
function rowOf(key: string): readonly RowEntity[] {
  const entity = readKey(key)
  return entity?.kind === 'row' ? [entity] : []
}

async function* inGroups<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[], void> {
  let group: T[] = []
  for await (const one of all) {
    group.push(one)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
