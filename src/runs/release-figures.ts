import type { Entry, Fields } from '../engine/run.ts'
import type { ReleaseFigure, Severity } from '../notify/figure.ts'
import { isoDate } from '../notify/time.ts'
import type { AuditRecord } from './ports.ts'
import { spreadOf } from './spread.ts'

/** What is left of the audit stream: what is under way, and of each release and rollback that counts a few words. */
export type ReleaseFold = {
  /** Releases that are not in production, with the median time of their commits once it is known. */
  readonly planned: ReadonlyMap<string, number | undefined>
  /** When each open rollback began. */
  readonly rolling: ReadonlyMap<string, number>
  readonly told: Chain | undefined
}

/** The latest first: adding one copies nothing. */
type Chain = { readonly what: Told; readonly before: Chain | undefined }

/** Durations and instants in milliseconds. */
type Told =
  | { readonly kind: 'deployed'; readonly release: string; readonly at: number; readonly lead?: number }
  | { readonly kind: 'rolled'; readonly release: string }
  | { readonly kind: 'linked'; readonly release: string; readonly incident: string }
  | { readonly kind: 'restored'; readonly at: number; readonly took: number }

export const emptyReleases: ReleaseFold = { planned: new Map(), rolling: new Map(), told: undefined }

/** In production: CI said so, a person did, or went on in spite of what failed. */
const REACHED = ['deployed', 'by-hand', 'go-on']
/** Over before production: that was no release. */
const OVER = ['refused', 'abort', 'fix', 'deny', 'taken', 'closed', 'rollback', 'give-up']
/** Asked only of a deployment that failed: what it left in production is taken back. */
const FAILURE = 'failure'
const BAD: readonly (Severity | undefined)[] = ['sev1', 'sev2']

/** The fold after one more record of the audit stream. Other playbooks leave no trace. */
export function addRelease(fold: ReleaseFold, { run, result, entry }: AuditRecord): ReleaseFold {
  if (run === undefined || entry === undefined || result !== 'done') return fold
  if (entry.kind === 'began') return began(fold, run, entry)
  if (fold.planned.has(run)) return onTheWay(fold, run, entry)
  const rolling = fold.rolling.get(run)
  if (rolling !== undefined) return restored(fold, run, rolling, entry)
  return afterwards(fold, run, entry)
}

/** By month; only what there is. */
export function releaseFiguresOf(
  fold: ReleaseFold,
  severities: ReadonlyMap<string, Severity>,
  timeZone: string,
): readonly ReleaseFigure[] {
  const told = [...listOf(fold.told)]
  const failed = new Set(told.flatMap((one) => failedBy(one, severities)))
  const months = new Map<string, Told[]>()
  for (const one of told) {
    if (!('at' in one)) continue
    const month = isoDate(one.at, timeZone).slice(0, 7)
    const those = months.get(month)
    if (those === undefined) months.set(month, [one])
    else those.push(one)
  }
  return [...months]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([month, those]) => figureOf(month, those, failed))
}

function began(fold: ReleaseFold, run: string, { what, at, fields }: Entry): ReleaseFold {
  if (what === 'release') return { ...fold, planned: new Map(fold.planned).set(run, undefined) }
  if (what !== 'rollback') return fold
  const rolling = { ...fold, rolling: new Map(fold.rolling).set(run, at) }
  const { release } = fields
  return typeof release === 'string' ? tell(rolling, { kind: 'rolled', release }) : rolling
}

function onTheWay(fold: ReleaseFold, run: string, entry: Entry): ReleaseFold {
  const { what, at, step } = entry
  if (!isChosen(entry)) return fold
  if (what === 'planned')
    return { ...fold, planned: new Map(fold.planned).set(run, committedAt(entry.fields)) }
  const failed = what === 'rollback' && step === FAILURE
  if (!REACHED.includes(what) && !OVER.includes(what)) return fold
  const committed = fold.planned.get(run)
  const left = { ...fold, planned: without(fold.planned, run) }
  if (!REACHED.includes(what) && !failed) return left
  const lead = committed === undefined ? {} : { lead: Math.max(0, at - committed) }
  const reached = tell(left, { kind: 'deployed', release: run, at, ...lead })
  return failed ? tell(reached, { kind: 'rolled', release: run }) : reached
}

function restored(fold: ReleaseFold, run: string, since: number, entry: Entry): ReleaseFold {
  if (entry.kind !== 'completed' || entry.what !== 'passed') return fold
  const left = { ...fold, rolling: without(fold.rolling, run) }
  return tell(left, { kind: 'restored', at: since, took: entry.at - since })
}

/** What became of a release in production; of anything else it says nothing, for it counts only beside its release. */
function afterwards(fold: ReleaseFold, run: string, entry: Entry): ReleaseFold {
  const isRolled = entry.what === 'rolled' || (isChosen(entry) && entry.what === 'rollback')
  if (isRolled) return tell(fold, { kind: 'rolled', release: run })
  const { incident } = entry.fields
  if (entry.kind !== 'noted' || entry.what !== 'linked' || typeof incident !== 'string') return fold
  return tell(fold, { kind: 'linked', release: run, incident })
}

function isChosen({ kind, what }: Entry): boolean {
  return kind === 'decided' || kind === 'completed' || (kind === 'noted' && what === 'rollback')
}

function committedAt({ committedAt: said }: Fields): number | undefined {
  const at = typeof said === 'string' && said !== '' ? Number(said) : Number.NaN
  return Number.isFinite(at) ? at : undefined
}

function tell(fold: ReleaseFold, what: Told): ReleaseFold {
  return { ...fold, told: { what, before: fold.told } }
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const left = new Map(map)
  left.delete(key)
  return left
}

function* listOf(chain: Chain | undefined): Iterable<Told> {
  for (let link = chain; link !== undefined; link = link.before) yield link.what
}

function failedBy(one: Told, severities: ReadonlyMap<string, Severity>): readonly string[] {
  if (one.kind === 'rolled') return [one.release]
  return one.kind === 'linked' && BAD.includes(severities.get(one.incident)) ? [one.release] : []
}

function figureOf(month: string, those: readonly Told[], failed: ReadonlySet<string>): ReleaseFigure {
  const deployed = those.flatMap((one) => (one.kind === 'deployed' ? [one] : []))
  return {
    month,
    releases: deployed.length,
    failed: deployed.filter(({ release }) => failed.has(release)).length,
    lead: spread(deployed.flatMap(({ lead }) => lead ?? [])),
    restore: spread(those.flatMap((one) => (one.kind === 'restored' ? [one.took] : []))),
  }
}

function spread(durations: readonly number[]) {
  return durations.length === 0 ? undefined : spreadOf(durations)
}
