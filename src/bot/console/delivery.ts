import { setTimeout as pause } from 'node:timers/promises'
import type { Reply } from '../../commands/command.ts'
import type { Clock } from '../../runs/ports.ts'
import type { Patience } from './deps.ts'
import type { Submission } from './submission.ts'

/** How one submission stands: answered, still being tried, or given up (nothing was stored). */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'held' }
  | { readonly kind: 'failed'; readonly error: unknown }

export type Deliveries = {
  /** Tries until it is answered, at most `patience.page` ms long; afterwards it goes on behind the page. */
  deliver(submission: Submission, work: () => Promise<Reply>): Promise<Outcome>
  /** A submission of this person that was held. */
  held(person: string, nonce: string): { submission: Submission; outcome: Promise<Outcome> } | undefined
  close(): void
}

type Entry = {
  readonly submission: Submission
  readonly settled: Promise<Outcome>
  /** Somebody was told to wait, and will come and ask. */
  asked: boolean
  failed: boolean
}

/** How long the end of a held submission is remembered. */
const KEEP_MS = 10 * 60_000

/**
 * Holds what a person sent while the store is away. Trying again is safe: every attempt carries the same key.
 * The same submission twice at once joins the first.
 */
export function createDeliveries(deps: { patience: Patience; clock: Pick<Clock, 'now'> }): Deliveries {
  const { patience } = deps
  const entries = new Map<string, Entry>()
  const closing = new AbortController()
  const begin = (key: string, submission: Submission, work: () => Promise<Reply>): Entry => {
    const settled = insist(work, deps, closing.signal)
    const entry: Entry = { submission, settled, asked: false, failed: false }
    entries.set(key, entry)
    void settled.then((outcome) => {
      entry.failed = outcome.kind === 'failed'
      if (entry.asked) setTimeout(() => forget(entries, key, entry), KEEP_MS).unref()
      else forget(entries, key, entry)
    })
    return entry
  }
  const wait = async (entry: Entry): Promise<Outcome> => {
    const outcome = await atMost<Outcome, Outcome>(patience.page, entry.settled, { kind: 'held' })
    if (outcome.kind === 'held') entry.asked = true
    return outcome
  }
  return {
    deliver: (submission, work) => {
      const key = keyOf(submission.person.id, submission.nonce)
      const earlier = entries.get(key)
      return wait(earlier === undefined || earlier.failed ? begin(key, submission, work) : earlier)
    },
    held: (person, nonce) => {
      const entry = entries.get(keyOf(person, nonce))
      return entry && { submission: entry.submission, outcome: wait(entry) }
    },
    close: () => closing.abort(),
  }
}

function forget(entries: Map<string, Entry>, key: string, entry: Entry): void {
  if (entries.get(key) === entry) entries.delete(key)
}

/** `late` when the promise takes longer than `ms`. Its rejection is the caller's. */
export async function atMost<T, L>(ms: number, promise: Promise<T>, late: L): Promise<T | L> {
  const over = new AbortController()
  const timer = pause(ms, late, { signal: over.signal, ref: false }).catch(() => late)
  try {
    return await Promise.race([promise, timer])
  } finally {
    over.abort()
  }
}

async function insist(
  work: () => Promise<Reply>,
  { patience, clock }: { patience: Patience; clock: Pick<Clock, 'now'> },
  closing: AbortSignal,
): Promise<Outcome> {
  const until = clock.now() + patience.giveUp
  for (;;) {
    const outcome = await attempt(work, patience.giveUp)
    const over = clock.now() + patience.retry >= until || closing.aborted
    if (outcome.kind === 'reply' || over) return outcome
    await pause(patience.retry, undefined, { signal: closing, ref: false }).catch(() => undefined)
  }
}

async function attempt(work: () => Promise<Reply>, ms: number): Promise<Outcome> {
  const late = { kind: 'failed', error: new Error(`no answer within ${ms} ms`) } as const
  const replied = work().then(
    (reply) => ({ kind: 'reply', reply }) as const,
    (error: unknown) => ({ kind: 'failed', error }) as const,
  )
  return atMost<Outcome, Outcome>(ms, replied, late)
}

function keyOf(person: string, nonce: string): string {
  return `${nonce} ${person}`
}
