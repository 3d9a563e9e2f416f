import type { Chart } from './charts/chart.ts'

/**
 * One neutral card for all surfaces. A pure renderer for each surface turns it into Block Kit, HTML or plain text.
 * A string in it is somebody's words: renderers escape it. What a surface must treat specially is a span.
 */
export type Card = {
  readonly title: string
  /** What colour or weight the surface may give it. */
  readonly status: CardStatus
  /** Said before everything else: why the message stands where it does. */
  readonly notice?: string
  /** What is asked of whom: seen before what it is decided from. */
  readonly asked?: readonly Text[]
  readonly fields: readonly Field[]
  readonly lines: readonly Text[]
  /** What is seen at a glance. A surface that can't show it leaves it out. */
  readonly picture?: Picture
  /** Where its run stands, step by step. */
  readonly steps?: readonly StepLine[]
  readonly buttons: readonly Button[]
  /** The code of the open gate: the typed door. */
  readonly code?: string
  /** What one reads before one decides, and not each time: a surface that folds folds it, the others have it last. */
  readonly background?: readonly Text[]
  readonly footer?: Text
}

export type Picture = {
  /** A digest of what it shows: the same key is the same picture. */
  readonly key: string
  /** The same in words, for whoever doesn't see it. */
  readonly alt: string
  readonly chart: Chart
  /** How much was seen by now: a page that draws it live draws it anew with each look. */
  readonly looks: number
}

export type CardStatus = 'critical' | 'warning' | 'info' | 'done'

export type Field = { readonly label: string; readonly value: Text }

export type StepLine = {
  readonly state: 'done' | 'now' | 'ahead'
  readonly title: string
  /** Who ended it and when, or who is expected to do what. */
  readonly detail: Text
}

export type Text = string | readonly Span[]

export type Span =
  | string
  | { readonly bold: string }
  | { readonly person: string; readonly name: string }
  | { readonly code: string }
  | { readonly link: string; readonly label: string }

export type Button = {
  readonly label: string
  readonly tone?: 'primary' | 'danger'
  readonly act: Act
}

/** What a click means, on every surface alike. It travels through the surface and comes back unchanged. */
export type Act =
  | {
      readonly kind: 'choose'
      readonly run: string
      readonly step: string
      /** A decision of a gate or an outcome of a task. */
      readonly choice: string
      /** The gate opening that the card shows. */
      readonly code?: string
      readonly form?: string
    }
  | { readonly kind: 'note'; readonly run: string; readonly note: string; readonly form?: string }
  | { readonly kind: 'show'; readonly run: string }

/** A message in a channel: a card of its own, or a line in the thread of the run's card. */
export type Message = {
  readonly card: Card
  readonly place: 'channel' | 'thread' | 'thread_and_channel'
  /** Kept up to date with the run afterwards. */
  readonly follows: boolean
}
