import type { Remembered } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import { keyOf, type RowEntity } from '../entity.ts'
import { hashOf } from '../hash.ts'
import type { Outcome } from '../outcome.ts'
import type { Row } from '../ports.ts'
import type { TableRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { affectedBy, touchAffected } from './affected.ts'
import { fingerprintOf, isIdentical, isUnfinished, type Look, UNFINISHED } from './look.ts'
import { orphanRow } from './orphan.ts'
import { readRow } from './read-row.ts'
import { type Read, readEverything, syncRowPage } from './row-page.ts'

/** What else may follow from a row; both answer what is to be remembered of it. */
export type RowParts = {
  checkCapacity(
    deps: SyncDeps,
    tracer: Tracer,
    row: PartOf,
  ): Promise<Pick<Remembered, 'episode' | 'over' | 'unexplained'>>
  sendLetter(
    deps: SyncDeps,
    tracer: Tracer,
    row: PartOf & { readonly linked: Read['source']['linked'] },
  ): Promise<Pick<Remembered, 'mailed'>>
}

/** `before` may stem from an attempt that was cut off: it is no proof that the row was ever in step. */
export type PartOf = {
  readonly entity: RowEntity
  readonly rule: TableRule
  readonly row: Row
  readonly before: Remembered | undefined
  readonly causes: readonly Cause[]
}

export type SyncRow = (tracer: Tracer, entity: RowEntity, causes: readonly Cause[]) => Promise<Outcome>

/**
 * Brings a row and its page into step, from how both stand now; why it is looked at matters little. May be called again
 * after any failure: nothing is done twice. One call at a time for an entity, that is what the queue promises.
 */
export function createSyncRow(deps: SyncDeps, parts: RowParts): SyncRow {
  return async (tracer, entity, causes) => {
    const key = keyOf(entity)
    const rule = deps.rules.tables[entity.table]
    if (rule === undefined) return { ended: 'no_rule' }
    const look = { entity, key, rule, causes, before: await deps.book.memory.get(key) }
    const row = await tracer.step(
      'read_row',
      () => readRow(deps, rule.table, entity.id),
      (found) => (found === undefined ? { reason: 'row_not_found' } : {}),
    )
    return row === undefined ? orphanRow(deps, tracer, look) : lookAtRow(deps, parts, tracer, look, row)
  }
}

async function lookAtRow(
  deps: SyncDeps,
  parts: RowParts,
  tracer: Tracer,
  look: Look,
  row: Row,
): Promise<Outcome> {
  const { book, clock } = deps
  const read = await readEverything(deps, tracer, look, row)
  const page = await book.links.pageOf(look.key)
  const known = page === undefined ? {} : { page }
  if (isIdentical(look, printOf(row.values, read), clock.now())) return { ended: 'identical_sync', ...known }
  const { outcome, values, wanted } = await syncRowPage(deps, tracer, look, row, read)
  const affects = affectedBy(look.rule, row)
  const hash = hashOf(values)
  if (hash !== look.before?.row)
    await touchAffected(deps, tracer, look, [...(look.before?.affects ?? []), ...affects])
  const more = await runParts(deps, parts, tracer, look, row, read)
  await book.memory.set(look.key, {
    ...kept(look.before),
    ...wanted,
    ...more,
    fingerprint: isOpen(look, outcome) ? UNFINISHED : printOf(values, read),
    row: hash,
    at: clock.now(),
    affects,
  })
  return outcome
}

async function runParts(
  deps: SyncDeps,
  parts: RowParts,
  tracer: Tracer,
  { entity, rule, before, causes }: Look,
  row: Row,
  { source: { linked } }: Read,
): Promise<Partial<Remembered>> {
  const part: PartOf = { entity, rule, row, before, causes }
  return {
    ...(rule.capacity === undefined ? {} : await parts.checkCapacity(deps, tracer, part)),
    ...(rule.mail === undefined ? {} : await parts.sendLetter(deps, tracer, { ...part, linked })),
  }
}

/** A page that comes back from the trash is behind: no look before that counts. One that was begun may still turn up. */
function isOpen({ before }: Look, { ended }: Outcome): boolean {
  return ended === 'page_in_trash' || (ended === 'not_ready' && isUnfinished(before))
}

function printOf(values: Row['values'], { source, children }: Read): string {
  return fingerprintOf(values, [source.linked, children.map((child) => child.source)])
}

/** What the next memory has from the one before, where nothing new is known. */
function kept(before: Remembered | undefined): Partial<Remembered> {
  const { title, icon, episode, over, unexplained, mailed } = before ?? {}
  return {
    ...(title === undefined ? {} : { title }),
    ...(icon === undefined ? {} : { icon }),
    ...(episode === undefined ? {} : { episode }),
    ...(over === undefined ? {} : { over }),
    ...(unexplained === undefined ? {} : { unexplained }),
    ...(mailed === undefined ? {} : { mailed }),
  }
}
