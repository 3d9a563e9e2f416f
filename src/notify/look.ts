/** What a card needs to know besides its run. */
export type Look = {
  readonly service: string
  /** IANA name; all times are shown in it. */
  readonly timeZone: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The channel that the card stands in, as people call it: `#ops`. */
  readonly channel: string
  /** The name to show; the id itself for somebody who left. */
  nameOf(person: string): string
  /** False for somebody who left the directory. */
  knows(person: string): boolean
  membersOf(group: string): readonly string[]
  readonly onCall: OnCall
  /** The runbook with this name. */
  runbook(name: string): { readonly title: string; readonly path: string } | undefined
  /** The web address of a file of the team's repository; undefined without a repository. */
  fileLink(path: string): string | undefined
  /** Where post-mortems stand in the repository. */
  readonly postMortemFolder: string
}

/** Ids of people. */
export type OnCall = { readonly primary: string; readonly backup: string }
