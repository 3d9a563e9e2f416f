import type { Book, Remembered } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import { readKey } from '../entity.ts'
import type { OverCapacity } from '../notices.ts'
import { type Row, SyncError } from '../ports.ts'
import type { CapacityRule } from '../rules.ts'
import type { Tracer } from '../tracer.ts'
import { textIn } from './values.ts'

export type CapacityCheck = {
  /** Of the person, `personne:5`. */
  readonly entity: string
  readonly rule: CapacityRule
  readonly row: Row
  readonly before: Remembered | undefined
  readonly causes: readonly Cause[]
}

export type Episode = Pick<Remembered, 'episode' | 'over' | 'unexplained'>

/** `used_up` and `back` are told to people; the rest leaves what they were told as it is. */
export type CapacityVerdict = 'used_up' | 'still_used_up' | 'back' | 'enough' | 'no_number'

type CapacityDeps = Pick<SyncDeps, 'notices' | 'addresses' | 'rules'> & EpisodeDeps
type EpisodeDeps = { readonly book: { readonly lists: Book['lists'] } }

export function judgeCapacity(hours: number | undefined, before: Episode | undefined): CapacityVerdict {
  const wasOver = before?.over === true
  if (hours === undefined) return 'no_number'
  if (hours < 0) return wasOver ? 'still_used_up' : 'used_up'
  return wasOver ? 'back' : 'enough'
}

/**
 * Tells once when somebody's hours fall below zero, and once when they are back: each fall is an episode of its own. Where
 * it was not known through what they fell, that is told when it is.
 * Answers what is to be remembered; when that is lost in a crash, the notice has the same key and is told once.
 */
export async function checkCapacity(
  deps: CapacityDeps,
  tracer: Tracer,
  check: CapacityCheck,
): Promise<Episode> {
  const { entity, rule, row, before, causes } = check
  if (!Object.hasOwn(row.values, rule.hours)) throw noField(rule.hours)
  const hours = numberOf(row.values[rule.hours])
  const verdict = judgeCapacity(hours, before)
  const told = before?.episode ?? (await keptEpisode(deps, entity))
  const episode = verdict === 'used_up' ? told + 1 : told
  const through = causes.findLast((cause) => cause.through !== undefined)?.through
  const isExplained = verdict === 'still_used_up' && before?.unexplained === true && through !== undefined
  const reason = hours === undefined ? `${verdict}: ${rule.hours}` : `${verdict}: ${hours} h`
  await tracer.step(
    'check_capacity',
    async () => {
      const key = episodeKey(entity, { episode })
      if (verdict === 'used_up' || isExplained)
        await deps.notices.overCapacity(noticeOf(deps, check, { key, hours: hours ?? 0, through }))
      if (verdict === 'back') await deps.notices.capacityBack(key, hours ?? 0)
    },
    () => ({ reason }),
  )
  if (verdict === 'no_number') return episodeOf(before)
  const over = verdict === 'used_up' || verdict === 'still_used_up'
  const unexplained =
    verdict === 'used_up' ? through === undefined : before?.unexplained === true && !isExplained
  return { episode, over, unexplained: over && unexplained }
}

/**
 * Said before somebody's row is forgotten. Alerts are told once for their key, for a year: somebody who is restored and
 * counted from one again would have the next alerts pass for those that were told.
 */
export async function keepEpisode(
  { book }: EpisodeDeps,
  entity: string,
  { episode }: Episode,
): Promise<void> {
  if (episode !== undefined && episode > 0) await book.lists.replace(episodesOf(entity), [`${episode}`])
}

async function keptEpisode({ book }: EpisodeDeps, entity: string): Promise<number> {
  const [kept = '0'] = (await book.lists.read(episodesOf(entity))) ?? []
  return Number(kept)
}

function episodesOf(entity: string): string {
  return `capacity_episode:${entity}`
}

/** The name of the alert about one fall below zero. */
export function episodeKey(entity: string, { episode = 0 }: Episode): string {
  return `capacity:${entity}:${episode}`
}

function noticeOf(
  deps: CapacityDeps,
  { entity, rule, row }: CapacityCheck,
  {
    through,
    ...told
  }: { readonly key: string; readonly hours: number; readonly through: string | undefined },
): OverCapacity {
  const throughAddress = through === undefined ? undefined : addressOf(deps, through)
  return {
    ...told,
    entity,
    person: textIn(row.values, rule.name) || entity,
    address: addressOf(deps, entity) ?? '',
    ...(through === undefined ? {} : { through }),
    ...(throughAddress === undefined ? {} : { throughAddress }),
  }
}

/** A fault of the configuration: no alert would ever come, and nobody would know. */
function noField(field: string): SyncError {
  return new SyncError('baserow', 'invalid', {
    retry: false,
    said: `capacity names the field '${field}', which is not there`,
  })
}

/** Undefined for what is not a row of a configured table. */
function addressOf({ addresses, rules }: CapacityDeps, key: string): string | undefined {
  const entity = readKey(key)
  const table = entity?.kind === 'row' ? rules.tables[entity.table]?.table : undefined
  return entity?.kind !== 'row' || table === undefined ? undefined : addresses.row(table, entity.id)
}

/** Baserow gives numbers, formulas and rollups as text: "-2.50". */
function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function episodeOf(before: Remembered | undefined): Episode {
  return {
    ...(before?.episode === undefined ? {} : { episode: before.episode }),
    ...(before?.over === undefined ? {} : { over: before.over }),
    ...(before?.unexplained === undefined ? {} : { unexplained: before.unexplained }),
  }
}
