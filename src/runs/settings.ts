import type { Runbook } from '../engine/runbook.ts'
import type { Span } from '../engine/span.ts'
import type { ReleaseSettings } from './release/settings.ts'

/** The part of the configuration that runs, commands and cards speak of. Durations in milliseconds. */
export type Settings = {
  readonly service: string
  readonly timeZone: string
  /** Where people read the files of the repository as they are now; the path of one follows it. Absent without one. */
  readonly filesUrl?: string | undefined
  /** By name: `ops`, `sandbox` ... */
  readonly channels: Readonly<Record<string, unknown>>
  readonly severities: Readonly<Record<Severity, Targets>>
  readonly nobodyLeadsAfter: number
  readonly issues: { readonly assignTo?: string | undefined }
  readonly alerts: { readonly groupWithin: number; readonly declare: readonly DeclareRule[] }
  readonly healthChecks: {
    readonly every: number
    readonly failures: number
    readonly checks: readonly { readonly name: string; readonly service?: string | undefined }[]
  }
  readonly runbooks: readonly Runbook[]
  readonly postMortems: { readonly dueWithin: number; readonly remindEvery: number; readonly folder: string }
  readonly patterns: { readonly count: number; readonly within: number }
  readonly timeline: { readonly reaction: string }
  /** How releases are made; absent while that is off. */
  readonly releases?: ReleaseSettings | undefined
  /** What is kept in step between Baserow and Docmost. */
  readonly sync?: SyncSettings | undefined
}

export type SyncSettings = {
  /** By the names that people type. */
  readonly tables: Readonly<Record<string, unknown>>
  /** How often everything is looked at without an event. */
  readonly timing: { readonly poll: number; readonly sweep: number; readonly reconcile: number }
}

export type Severity = 'sev1' | 'sev2' | 'sev3'

export type Targets = {
  readonly acknowledgeWithin: Span
  /** Nobody is called when absent. */
  readonly callBackupAfter?: Span | undefined
  readonly callOwnersAfter?: Span | undefined
  readonly remindEvery: Span
}

/** Each matcher that is there must fit, whatever the case of the letters; `title` is contained in the alert's. */
export type DeclareRule = {
  readonly service?: string | undefined
  readonly severity?: string | undefined
  readonly title?: string | undefined
  readonly as: Severity
}
