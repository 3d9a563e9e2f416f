import type { Card, Text } from './card.ts'

/** A run as a channel shows it: its card, and the messages under it, oldest first. */
export type Thread = {
  readonly run: string
  readonly open: boolean
  readonly card: Card
  readonly replies: readonly Reply[]
}

export type Reply = { readonly at: number; readonly card: Card }

/** What a person finds at the front door: App Home in Slack, the first page of the console. */
export type Home = {
  /** Cards whose gate waits for this person. */
  readonly waiting: readonly Card[]
  /** Open runs that wait for somebody else. */
  readonly running: readonly Card[]
  readonly onCall: Text
}

/** One line of a run's timeline or audit trail, already in words. */
export type TimelineLine = { readonly at: number; readonly when: string; readonly what: Text }
