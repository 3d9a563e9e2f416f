import type { WaitingEntry, WaitingState } from '../book.ts'
import type { Cause } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import type { Desk } from '../desk.ts'
import { readKey } from '../entity.ts'
import { touch } from '../touch.ts'
import { createTracer } from '../tracer.ts'
import { ruleOf } from './judge-change.ts'
import { SYSTEMS } from './outage.ts'

type DeskDeps = Pick<SyncDeps, 'book' | 'queue' | 'rules' | 'clock' | 'log'>

const STATES = ['dead', 'held', 'parked'] as const satisfies readonly WaitingState[]
const EXAMPLES = 3
const MOST_TRACED = 5
const ALL = 1_000_000

export function createDesk(deps: DeskDeps): Desk {
  const { book, queue, rules, clock } = deps

  async function list(limit: number): Promise<readonly WaitingEntry[]> {
    const lists = await Promise.all(STATES.map((state) => book.waiting.list(state, limit)))
    return lists.flat().sort((one, other) => one.since - other.since)
  }

  async function breakers() {
    const each = await Promise.all(
      SYSTEMS.map(async (system) => [system, await book.breakers.get(system)] as const),
    )
    return Object.fromEntries(each.filter(([, breaker]) => breaker !== undefined))
  }

  /** Puts an entry back to work under an event of its own, so that its trace goes on. */
  async function putBack(entry: WaitingEntry, asked: string | undefined): Promise<string> {
    const { entity } = entry
    const at = clock.now()
    const event = asked ?? entry.events.at(-1) ?? `retried-${entity}-${at}`
    await reopen(deps, entry, { event, because: 'retried', at })
    return entity
  }

  return {
    async status(shown = EXAMPLES) {
      const [waits, waiting, examples, open, marks] = await Promise.all([
        queue.count(),
        book.waiting.count(),
        list(shown),
        breakers(),
        book.marks.all(),
      ])
      return { queue: waits, waiting, examples, breakers: open, marks }
    },

    async trace(event) {
      const events = await findEvents(deps, event, MOST_TRACED)
      return Promise.all(events.map(async (one) => ({ event: one, lines: await book.trace.of(one) })))
    },

    async retry(what) {
      const entries = await list(ALL)
      if (what === 'all') return inTurn(entries, (entry) => putBack(entry, undefined))
      if ('entity' in what)
        return inTurn(
          entries.filter(({ entity }) => entity === what.entity),
          (entry) => putBack(entry, undefined),
        )
      const event = await oneEvent(deps, entries, what.event)
      if (event === undefined) return []
      const lines = await book.trace.of(event)
      const concerned = entries.filter(
        ({ entity, events }) => events.includes(event) || lines.some((line) => line.entity === entity),
      )
      return inTurn(concerned, (entry) => putBack(entry, event))
    },

    async force(key) {
      const entity = readKey(key)
      const known = entity?.kind === 'page' || ruleOf(rules, key) !== undefined
      if (!known) return { ok: false, reason: 'no_such_table' }
      const at = clock.now()
      const event = `forced-${key}-${at}`
      await createTracer(deps, key, [event]).say('touch', { reason: 'forced' })
      await touch(deps, key, { event, because: 'forced', at })
      return { ok: true, event }
    },

    async release(key) {
      const entry = await book.waiting.get(key)
      if (entry?.state !== 'held') return false
      const event = entry.events.at(-1) ?? `released-${key}-${clock.now()}`
      await reopen(deps, entry, { event, because: 'retried', at: clock.now() })
      return true
    },
  }
}

/**
 * It counts as parked until its look is over, and then is not waiting any more: taken away first, it would be forgotten by
 * a crash before its job is stored; afterwards, what its look had to say of it would be taken away with it.
 */
async function reopen(deps: DeskDeps, entry: WaitingEntry, cause: Cause): Promise<void> {
  const { book, queue } = deps
  const { entity, state, since, events } = entry
  await createTracer(deps, entity, [cause.event]).say('touch', { reason: cause.because })
  await book.causes.add(entity, cause)
  const because = 'somebody put it back to work'
  if (state !== 'parked') await book.waiting.put({ entity, state: 'parked', since, because, events })
  await queue.touch([entity])
}

/** The event itself, or those that begin with this text. */
async function findEvents({ book }: DeskDeps, text: string, limit: number): Promise<readonly string[]> {
  if (text === '') return []
  return (await book.trace.of(text)).length > 0 ? [text] : book.trace.find(text, limit)
}

/** The first letters will do while only one event begins with them. What waits may be older than every trace. */
async function oneEvent(
  deps: DeskDeps,
  entries: readonly WaitingEntry[],
  text: string,
): Promise<string | undefined> {
  const waiting = entries.flatMap(({ events }) => events)
  if (waiting.includes(text)) return text
  const found = new Set([
    ...(await findEvents(deps, text, 2)),
    ...(text === '' ? [] : waiting.filter((event) => event.startsWith(text))),
  ])
  return found.size === 1 ? [...found][0] : undefined
}

async function inTurn(
  entries: readonly WaitingEntry[],
  put: (entry: WaitingEntry) => Promise<string>,
): Promise<readonly string[]> {
  const keys: string[] = []
  for (const entry of entries) keys.push(await put(entry))
  return keys
}
