import type { Remembered } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import type { RowEntity } from '../entity.ts'
import { hashOf } from '../hash.ts'
import { wasJustSynced } from '../just-synced.ts'
import type { TableRule } from '../rules.ts'

/** One look at a row, whether it is still there or not. */
export type Look = {
  readonly entity: RowEntity
  readonly key: string
  readonly rule: TableRule
  readonly before: Remembered | undefined
  readonly causes: readonly Cause[]
}

/** Somebody, or something, doubts that all is well: then it is looked at closely. */
const DOUBTS: readonly Cause['because'][] = ['forced', 'retried', 'reconciled', 'first_seen']

/** Whether the same content was synchronised less than five minutes ago. */
export function isIdentical(
  { before, causes }: Pick<Look, 'before' | 'causes'>,
  fingerprint: string,
  now: number,
): boolean {
  if (before === undefined || before.fingerprint !== fingerprint) return false
  if (before.unexplained === true && causes.some(({ through }) => through !== undefined)) return false
  return wasJustSynced(before, now) && !causes.some(({ because }) => DOUBTS.includes(because))
}

/** Remembered while a page may have been created and nothing tells where it is. */
export const UNFINISHED = ''

/**
 * Said before a page is created: whoever comes after a crash looks for a page with this title before creating one. It may
 * be one that another row lost, so nothing is said of an icon. All that is remembered of other things stays.
 */
export function begun(before: Remembered | undefined, title: string, at: number): Remembered {
  const { row: _row, icon: _icon, ...rest } = before ?? {}
  return { ...rest, fingerprint: UNFINISHED, at, title }
}

/**
 * Said before something of a page is changed: after a crash nobody knows whether it was, and the row may want again what it
 * wanted before. What is about to change is forgotten, all else stays.
 */
export function changing(
  before: Remembered | undefined,
  changes: { readonly title?: string; readonly icon?: string },
  at: number,
): Remembered {
  const { row: _row, title, icon, ...rest } = before ?? {}
  return {
    ...rest,
    fingerprint: UNFINISHED,
    at,
    ...(title === undefined || changes.title !== undefined ? {} : { title }),
    ...(icon === undefined || changes.icon !== undefined ? {} : { icon }),
  }
}

export function isUnfinished(before: Remembered | undefined): boolean {
  return before?.fingerprint === UNFINISHED
}

export function fingerprintOf(values: unknown, read: readonly unknown[]): string {
  return hashOf([values, ...read])
}

type AuditDeps = { readonly notices: Pick<SyncDeps['notices'], 'audit'> }

/** One line in the audit stream, after something was done to a remote. */
export async function audit(
  { notices }: AuditDeps,
  { key, causes }: Pick<Look, 'key' | 'causes'>,
  did: string,
  reason: string,
): Promise<void> {
  await notices.audit({ did, entity: key, event: causes[0]?.event ?? '', reason })
}
