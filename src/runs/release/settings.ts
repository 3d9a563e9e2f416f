import type { Freeze } from '../../engine/freeze.ts'
import type { Span } from '../../engine/span.ts'

export type { Freeze }

/** How this team releases. Durations in milliseconds. */
export type ReleaseSettings = {
  readonly branch: string
  /** The environment of production, as GitHub calls it. */
  readonly environment: string
  readonly changelog: {
    readonly path: string
    /** How it gets onto the branch. */
    readonly by: 'commit' | 'pull-request'
  }
  readonly workflows: {
    /** File names: `e2e.yml`. Without one nothing is asked of it. */
    readonly e2e?: string | undefined
    readonly deploy: string
  }
  /** What starts the deployment. Absent: the tag where GitHub holds it for reviewers or the workflow starts on it, else Vigie. */
  readonly trigger?: 'tag' | 'dispatch' | undefined
  readonly staging?: string | undefined
  /** What somebody tries on staging before they sign it off. */
  readonly flows: readonly string[]
  readonly smoke: readonly { readonly name: string }[]
  readonly watch: {
    readonly for: number
    readonly every: number
    /** So many failing looks in a row are an alarm. */
    readonly failures: number
    /** Numbers that are asked with each look, besides the health checks. */
    readonly signals?: readonly Signal[] | undefined
  }
  readonly backup: { readonly within: number; readonly url?: string | undefined }
  readonly freezes: readonly Freeze[]
  /** Absent: whenever there is somebody else who may approve. */
  readonly fourEyes?: boolean | undefined
  readonly remindEvery: Span
  /** A deployment that reports nothing for so long is told. */
  readonly silentAfter: number
  /** What deploys without GitHub, for the day when it is away: a command, `{version}` is the one that comes back. */
  readonly byHand?: string | undefined
}

/** A figure of the product that falls or rises when a release broke something: how much people entered, how many errors. */
export type Signal = {
  readonly name: string
  readonly url: string
  /** Where the number stands in the JSON that is answered, a path with dots: `entries.lastHour`. */
  readonly field: string
  readonly atLeast?: number | undefined
  readonly atMost?: number | undefined
}
