import type { Breaker, System, WaitingEntry } from '../book.ts'
import type { SyncDeps } from '../deps.ts'
import { readKey } from '../entity.ts'
import type { SyncRules } from '../rules.ts'
import { ruleOf } from './judge-change.ts'
import { probeMs } from './judge-failure.ts'

type OutageDeps = Pick<SyncDeps, 'book' | 'queue' | 'notices' | 'rules' | 'clock' | 'log'>

export const SYSTEMS = ['baserow', 'docmost'] as const satisfies readonly System[]
/** All that is parked is let go on at once; the queue's own limits bound how fast. */
const ALL = 1_000_000

export type Shut = { readonly system: System; readonly breaker: Breaker }

/** What becomes of entities whose remote does not answer: they wait, and go on when it is back. */
export type Outage = {
  /** The breaker that keeps an entity from being looked at. */
  shutFor(entity: string): Promise<Shut | undefined>
  /** Has the remote asked again and people told, and opens its breaker unless it is open. */
  open(system: System, because: string): Promise<Shut>
  /** `counted`: its own look has failed; what only meets an open breaker is not to blame. */
  park(entity: string, shut: Shut, events: readonly string[], counted: boolean): Promise<void>
  probe(system: System, failed: number): Promise<void>
  start(): Promise<void>
}

export function createOutage(deps: OutageDeps, ping: (system: System) => Promise<void>): Outage {
  const { book, queue, notices, rules, clock, log } = deps

  async function shut(system: System): Promise<Shut | undefined> {
    const breaker = await book.breakers.get(system)
    return breaker && { system, breaker }
  }

  /** Told once for each outage, however often it is called. */
  async function tellAway({ system, breaker }: Shut): Promise<void> {
    await notices.away(keyOf(system, breaker), system, breaker.because)
  }

  async function isBack(system: System): Promise<boolean> {
    try {
      await ping(system)
      return true
    } catch (error) {
      log.warn({ err: error, system }, 'a remote is still away')
      return false
    }
  }

  /** Oldest first. An entry stays until its entity is in step, so that a crash loses none and its `times` are kept. */
  async function drain(system: System): Promise<void> {
    const parked = await parkedFor(deps, system)
    if (parked.length > 0) await queue.touch(parked.map(({ entity }) => entity))
  }

  return {
    async shutFor(entity) {
      for (const system of systemsOf(rules, entity)) {
        const found = await shut(system)
        if (found !== undefined) return found
      }
      return undefined
    },

    async open(system, because) {
      // First of all: a breaker without a probe would stay open. A probe that finds it closed does no harm.
      await queue.probe(system, probeMs(0), 0)
      const fresh = { since: clock.now(), because }
      await book.breakers.open(system, fresh)
      const now = (await shut(system)) ?? { system, breaker: fresh }
      await tellAway(now)
      return now
    },

    async park(entity, { system, breaker }, events, counted) {
      const before = await book.waiting.get(entity)
      if (before?.state === 'held') return
      const because = breaker.because
      if (counted || before?.state !== 'parked')
        await book.waiting.put({ entity, state: 'parked', since: clock.now(), because, system, events })
      // Closed while we parked it: nobody else may have seen it wait.
      if ((await book.breakers.get(system)) === undefined) await queue.touch([entity])
    },

    async probe(system, failed) {
      const found = await shut(system)
      if (found !== undefined) {
        await tellAway(found)
        if (!(await isBack(system))) return queue.probe(system, probeMs(failed + 1), failed + 1)
        const waits = await parkedFor(deps, system)
        await notices.back(keyOf(system, found.breaker), system, waits.length)
        // Closed before anything goes on, or it would be parked again.
        await book.breakers.close(system)
      }
      // Also when it was closed: we may have crashed right after closing it.
      await drain(system)
    },

    /**
     * Goes on after a crash. A breaker that is open needs its probe, and what was parked, or put back to work by people,
     * its job. Causes without a job need nothing: what wrote them is a delivery, and comes again by itself.
     */
    async start() {
      for (const system of SYSTEMS) {
        if ((await shut(system)) === undefined) await drain(system)
        else await queue.probe(system, probeMs(0), 0)
      }
    },
  }
}

function keyOf(system: System, { since }: Breaker): string {
  return `outage:${system}:${since}`
}

/**
 * An entry without a system waits for no remote: it was put back to work. One that waited for the other remote, which is
 * back, was looked at again and met this one away.
 */
async function parkedFor({ book }: OutageDeps, system: System): Promise<readonly WaitingEntry[]> {
  const away: System[] = []
  for (const other of SYSTEMS)
    if (other !== system && (await book.breakers.get(other)) !== undefined) away.push(other)
  const parked = await book.waiting.list('parked', ALL)
  return parked.filter((entry) => entry.system === undefined || !away.includes(entry.system))
}

/** What a look needs: a row without a page none of Docmost, everything else both. */
export function systemsOf(rules: SyncRules, key: string): readonly System[] {
  if (readKey(key)?.kind === 'page') return ['docmost', 'baserow']
  return ruleOf(rules, key)?.page === undefined ? ['baserow'] : SYSTEMS
}
