import type { System } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import { type PageEntity, type RowEntity, readKey } from '../entity.ts'
import type { Outcome } from '../outcome.ts'
import type { SyncHandlers } from '../queue.ts'
import { createTracer, type Tracer } from '../tracer.ts'
import { ruleOf } from './judge-change.ts'
import { judgeFailure } from './judge-failure.ts'
import type { Outage, Shut } from './outage.ts'

/** One look at an entity: reads it afresh, does what is due, remembers. Throws `SyncError` when a remote fails. */
export type Looks = {
  row(tracer: Tracer, entity: RowEntity, causes: readonly Cause[]): Promise<Outcome>
  page(tracer: Tracer, entity: PageEntity, causes: readonly Cause[]): Promise<Outcome>
  /** Throws when the remote does not answer. */
  ping(system: System): Promise<void>
}

type WorkDeps = Pick<SyncDeps, 'book' | 'queue' | 'notices' | 'rules' | 'clock' | 'log'>
type Inner = WorkDeps & { readonly looks: Looks; readonly outage: Outage }
type Job = {
  readonly key: string
  readonly failed: number
  readonly causes: readonly Cause[]
  readonly events: readonly string[]
  readonly tracer: Tracer
}

/** Works on one entity: one look, retried, parked while a remote is away, or given up. Its causes stay until it is in step. */
export function createWork(given: WorkDeps, looks: Looks, outage: Outage): SyncHandlers['entity'] {
  const deps: Inner = { ...given, looks, outage }

  return async (key, failed) => {
    const causes = await deps.book.causes.of(key)
    // Nobody's: another look has just settled all there was.
    if (causes.length === 0) return
    if (await isHeld(deps, key, causes)) return
    const events = [...new Set(causes.map(({ event }) => event))]
    const job: Job = { key, failed, causes, events, tracer: createTracer(deps, key, events) }
    const shut = await outage.shutFor(key)
    if (shut !== undefined) return park(deps, job, shut, false)
    const outcome = await tryToLook(deps, job)
    if (outcome !== undefined) await finish(deps, job, outcome)
  }
}

/** What somebody asks for is done once, whatever loops. */
async function isHeld({ book }: Inner, key: string, causes: readonly Cause[]): Promise<boolean> {
  if (causes.some(({ because }) => because === 'forced')) return false
  return (await book.waiting.get(key))?.state === 'held'
}

/** Undefined when it failed and was seen to. */
async function tryToLook(deps: Inner, job: Job): Promise<Outcome | undefined> {
  try {
    return await look(deps, job)
  } catch (error) {
    await fail(deps, job, error)
    return undefined
  }
}

async function look({ looks, rules }: Inner, { key, tracer, causes }: Job): Promise<Outcome> {
  const entity = readKey(key)
  if (entity === undefined) return { ended: 'unusable' }
  if (entity.kind === 'page') return looks.page(tracer, entity, causes)
  return ruleOf(rules, key) === undefined ? { ended: 'no_rule' } : looks.row(tracer, entity, causes)
}

/** In this order: after a crash between any two of them the causes are still there, and it is done again. */
async function finish(
  { book }: Inner,
  { key, tracer, causes }: Job,
  { ended, page }: Outcome,
): Promise<void> {
  await tracer.say('finish', { reason: ended, ended: true, ...(page === undefined ? {} : { page }) })
  const waits = await book.waiting.get(key)
  if (waits !== undefined && waits.state !== 'held') await book.waiting.remove(key)
  await book.causes.settle(key, causes.length)
}

async function fail(deps: Inner, job: Job, error: unknown): Promise<void> {
  const waits = await deps.book.waiting.get(job.key)
  const parked = waits?.state === 'parked' ? waits.times : 0
  const judged = judgeFailure(error, job.failed, parked)
  const because = wordsOf(error)
  if (judged.is === 'retry') {
    await job.tracer.say('retry', { success: false, reason: because })
    throw error
  }
  const away = judged.is === 'away' && (judged.sure || !(await answers(deps, judged.system)))
  if (!away) return giveUp(deps, job, because)
  return park(deps, job, await deps.outage.open(judged.system, because), true)
}

async function answers({ looks }: Inner, system: System): Promise<boolean> {
  try {
    await looks.ping(system)
    return true
  } catch {
    return false
  }
}

async function park({ outage }: Inner, { key, events, tracer }: Job, shut: Shut, counted: boolean) {
  await tracer.say('park', { reason: shut.breaker.because })
  await outage.park(key, shut, events, counted)
}

async function giveUp(deps: Inner, { key, causes, events, tracer }: Job, because: string): Promise<void> {
  const { book, clock, notices, log } = deps
  log.error({ entity: key, because }, 'an entity is given up')
  const before = await book.waiting.get(key)
  const { since } =
    before?.state === 'held'
      ? before
      : await book.waiting.put({ entity: key, state: 'dead', since: clock.now(), because, events })
  // Said again only for what somebody asked for since: each event of a broken row would be a letter.
  const notice = `failed:${key}:${since}:${askedAt(causes)}`
  await notices.failed({ key: notice, entity: key, because, events })
  await tracer.say('give_up', { success: false, ended: true, reason: because })
}

function askedAt(causes: readonly Cause[]): number {
  const asked = causes.filter(({ because }) => because === 'retried' || because === 'forced')
  return Math.max(0, ...asked.map(({ at }) => at))
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
