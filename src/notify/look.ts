/** What a card needs to know besides its run. */
export type Look = {
  readonly service: string
  /** IANA name; all times are shown in it. */
  readonly timeZone: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The channel that the card stands in, as people call it: `#ops`. */
  readonly channel: string
  nameOf(person: string): string
  readonly onCall: OnCall
}

/** Ids of people. */
export type OnCall = { readonly primary: string; readonly backup: string }
