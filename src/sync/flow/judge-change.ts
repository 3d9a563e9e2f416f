import type { Remembered } from '../book.ts'
import type { Because, Change, Delivery } from '../delivery.ts'
import { readKey } from '../entity.ts'
import { wasJustSynced } from '../just-synced.ts'
import type { SyncRules, TableRule } from '../rules.ts'

/** More identical events than this within a minute are a loop. */
export const MOST_IDENTICAL = 10

/** Why a change is nobody's business here; undefined when it is. */
export function judgeSource(
  rules: SyncRules,
  { origin }: Pick<Delivery, 'origin'>,
  { entity, because }: Change,
): 'own_write' | 'no_rule' | 'told_by_link' | undefined {
  if (origin === 'bridge') return 'own_write'
  if (!hasRule(rules, entity)) return 'no_rule'
  return because === 'linked' && isToldByLink(rules, entity) ? 'told_by_link' : undefined
}

/**
 * Whether a change by the bot's own user is its echo. The writer alone proves nothing: the token may be a person's, and a
 * row that comes back from the trash has the writer that it had. What we don't know of is looked at, which writes
 * nothing that is so already.
 */
export function isOwnWrite(rules: SyncRules, change: Change, remembered: Remembered | undefined): boolean {
  return isSigned(rules, change.entity) && isKnown(change, remembered)
}

export type Circumstances = {
  readonly change: Change
  readonly held: boolean
  /** How often the same was said within the last minute, this time included. */
  readonly count: number
  readonly remembered: Remembered | undefined
  /** Whether a look is due or under way: it may have read another state than this one. */
  readonly looking: boolean
  readonly now: number
}

export type Verdict = 'touch' | 'hold' | 'identical_sync'

/** A change that differs from what is known is never ignored. */
export function judgeChange({ change, held, count, remembered, looking, now }: Circumstances): Verdict {
  if (held || count > MOST_IDENTICAL) return 'hold'
  if (looking || remembered === undefined || !wasJustSynced(remembered, now)) return 'touch'
  return isKnown(change, remembered) ? 'identical_sync' : 'touch'
}

/** Whether a change says what is remembered already. */
export function isKnown({ because, hash }: Change, remembered: Remembered | undefined): boolean {
  return hash !== undefined && SAYS_ALL.has(because) && remembered?.row === hash
}

/** Causes whose event carries the whole row; a link's event says nothing about what the link leads to. */
const SAYS_ALL: ReadonlySet<Because> = new Set<Because>(['created', 'updated'])

function isSigned(rules: SyncRules, key: string): boolean {
  return ruleOf(rules, key)?.writtenBy !== undefined
}

/** Whether anything in `vigie.yaml` could follow from a change of this entity. */
export function hasRule(rules: SyncRules, key: string): boolean {
  const entity = readKey(key)
  if (entity === undefined) return false
  const tables = Object.values(rules.tables)
  const pages = Object.values(rules.pages)
  if (entity.kind === 'page')
    return pages.length > 0 || rules.shares.notify || tables.some(({ page }) => page !== undefined)
  return (
    acts(ruleOf(rules, key)) ||
    pages.some(({ row }) => row.table === entity.table) ||
    tables.some(({ links, page }) => page?.children && links[page.children.field] === entity.table)
  )
}

/**
 * Somebody whose hours are all that is looked at: rows that use them up have events of their own, and only those say
 * what it was. The event of the link comes at the same moment, and would win every other time.
 */
function isToldByLink(rules: SyncRules, key: string): boolean {
  const entity = readKey(key)
  const rule = ruleOf(rules, key)
  if (entity?.kind !== 'row' || rule?.capacity === undefined || actsBesides(rule)) return false
  return Object.values(rules.tables).some(({ checksCapacityOf, links }) =>
    checksCapacityOf.some((field) => links[field] === entity.table),
  )
}

function acts(rule: TableRule | undefined): boolean {
  return rule !== undefined && (rule.capacity !== undefined || actsBesides(rule))
}

/** Whether more follows from its rows than a look at somebody's hours. */
function actsBesides({ page, mail, checksCapacityOf }: TableRule): boolean {
  return page !== undefined || mail !== undefined || checksCapacityOf.length > 0
}

/** The rule of a row's table; undefined for pages and for tables that nobody named. */
export function ruleOf(rules: SyncRules, key: string): TableRule | undefined {
  const entity = readKey(key)
  if (entity?.kind !== 'row' || !Object.hasOwn(rules.tables, entity.table)) return undefined
  return rules.tables[entity.table]
}
