import type { Fields } from './fields.ts'
import type { Note, Step, TimerRule } from './playbook.ts'
import type { Span } from './span.ts'

export type { Fields } from './fields.ts'

/** One run of a playbook: a JSON document with a version. Times are milliseconds since 1970. */
export type Run = {
  readonly id: string
  readonly playbook: string
  readonly channel: string
  readonly version: number
  readonly state: 'open' | 'finished'
  /** The current step; the last one of a finished run. */
  readonly step: string
  readonly steps: readonly Step[]
  readonly notes: readonly Note[]
  /** The playbook's run-long timers, kept for `restarts`. */
  readonly timerRules: readonly TimerRule[]
  /** By name: `acknowledge`, `sev1.remind` ... */
  readonly durations: Readonly<Record<string, Span>>
  /** The fact that chooses among durations. */
  readonly variant?: string
  /** The run that this one belongs to: its messages stand under that card. */
  readonly parent?: string
  /** Whether its card is to be pinned. */
  readonly pinned?: boolean
  readonly requester: string
  readonly openedAt: number
  readonly finishedAt?: number
  readonly facts: Fields
  /** How many gates this run has opened; it numbers their codes. */
  readonly gatesOpened: number
  readonly gate?: OpenGate
  readonly timers: readonly Timer[]
  readonly history: readonly Entry[]
}

export type OpenGate = {
  readonly step: string
  /** What one types after `/ops approve`. */
  readonly code: string
  readonly openedAt: number
  readonly expiresAt?: number
  /** What it is decided upon, as it stood when the gate opened. */
  readonly evidence?: Fields
  readonly votes: readonly Vote[]
}

export type Vote = { readonly by: string; readonly decision: string; readonly at: number }

export type Timer = { readonly id: string; readonly rule: string; readonly dueAt: number }

/** What happened, in order. A run's history only grows. */
export type Entry = {
  /** Names the delivery that caused it: a repeat carries the same. */
  readonly key: string
  readonly at: number
  readonly by: string
  readonly door: string
  readonly step: string
  readonly kind: 'began' | 'voted' | 'decided' | 'completed' | 'noted' | 'due'
  /** The decision, outcome, note or timer rule. */
  readonly what: string
  readonly fields: Fields
  /** The gate's code, for votes and decisions. */
  readonly code?: string
  /** What the vote or decision was given upon. */
  readonly evidence?: Fields
  /** The messages that were wished for when it happened. */
  readonly posts?: readonly string[]
  /** Set on a timer that came later than a minute after its time. */
  readonly late?: { readonly ms: number; readonly restart: boolean }
}

/** By whom an entry was made when no person did it. */
export const VIGIE = 'vigie'
