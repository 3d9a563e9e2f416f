import type { Entry, Fields, Run } from './run.ts'

/** Something that happened outside. Each names what it answers; one that answers something else is stale. */
export type RunEvent = Decide | Complete | Remark | Due

type Base = {
  /** One delivery, one key: a second event with the same key changes nothing. */
  readonly key: string
  readonly at: number
  readonly by: Actor
  readonly door: string
}

export type Actor = { readonly id: string; readonly groups: readonly string[] }

export type Decide = Base & {
  readonly type: 'decide'
  readonly step: string
  /** The gate opening that the person saw; absent on cards drawn without one. */
  readonly code?: string
  readonly decision: string
  readonly fields: Fields
}

export type Complete = Base & {
  readonly type: 'complete'
  readonly step: string
  readonly outcome: string
  readonly fields: Fields
}

export type Remark = Base & { readonly type: 'note'; readonly note: string; readonly fields: Fields }

/** A timer's time has come. `restart` says that Vigie was not running then. */
export type Due = Base & { readonly type: 'due'; readonly timer: string; readonly restart: boolean }

/** Why an event changed nothing. The same words stand in the log, the tests and the answer. */
export const REFUSALS = [
  'finished',
  'stale',
  'already_decided',
  'already_voted',
  'not_an_approver',
  'own_request',
  'gate_expired',
  'reason_required',
  'unknown_choice',
  'not_now',
  'repeated',
  'no_such_timer',
] as const

export type Refusal = (typeof REFUSALS)[number]

export type Refused = {
  readonly advanced: false
  readonly reason: Refusal
  readonly run: Run
  /** The entry that came first, for `already_decided`, `already_voted` and `repeated`. */
  readonly before?: Entry
  /** Who may, for `not_an_approver`: a group, or a person whom the run names. */
  readonly group?: string
  readonly person?: string
}

export type Advanced = {
  readonly advanced: true
  readonly run: Run
  readonly effects: readonly Effect[]
  readonly entry: Entry
}

/** What is to be done in the world. Its id is unique for ever. */
export type Effect =
  | {
      readonly id: string
      readonly run: string
      readonly kind: 'post'
      readonly message: string
      readonly entry: number
      /** Another channel than the run's. */
      readonly channel?: string
    }
  | { readonly id: string; readonly run: string; readonly kind: 'pin' | 'unpin'; readonly message: string }
  | { readonly id: string; readonly run: string; readonly kind: 'redraw' }
  | {
      readonly id: string
      readonly run: string
      readonly kind: 'act'
      readonly action: string
      readonly entry: number
    }
  | {
      readonly id: string
      readonly run: string
      readonly kind: 'timer'
      readonly timer: string
      readonly dueAt: number
    }
