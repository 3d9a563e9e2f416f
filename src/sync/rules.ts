/** What the team wants kept in step: the `sync` part of `vigie.yaml`. A further table is a further entry, and no code. */
export type SyncRules = {
  /** The number of the database in Baserow: links to rows need it, nothing else does. */
  readonly database?: number | undefined
  /** By the team's name for the table, which is also what events, commands and traces call it: `projet`. */
  readonly tables: Readonly<Record<string, TableRule>>
  /** By the team's name for the kind of page: `compte-rendu`. */
  readonly pages: Readonly<Record<string, PageRule>>
  readonly shares: SharesRule
  readonly timing: SyncTiming
}

export type TableRule = {
  /** The number of the table in Baserow. */
  readonly table: number
  /** Link fields and the tables of `SyncRules.tables` that they lead to: `{ client: 'client' }`. */
  readonly links: Readonly<Record<string, string>>
  /** Each row has a page. */
  readonly page?: RowPageRule | undefined
  /** Link fields that lead to people: whose hours are looked at when a row comes, changes or goes. */
  readonly checksCapacityOf: readonly string[]
  /** The table of people whose hours are limited. */
  readonly capacity?: CapacityRule | undefined
  /** A letter for each row that is created. */
  readonly mail?: MailRule | undefined
  /** Name of a `last_modified_by` field: rows that the bot wrote last are its own echo. */
  readonly writtenBy?: string | undefined
}

/** Texts with `{field}` and `{link.field}` in them are filled from the row. */
export type RowPageRule = {
  /** Name or slug of the space. */
  readonly space: string
  /** Title of a page at the top of the space, under which the pages stand. */
  readonly parent?: string | undefined
  readonly title: string
  /** Markdown of a new page. */
  readonly template: string
  /** The text field of the row that holds the id of its page. */
  readonly link: string
  readonly icon?: IconRule | undefined
  readonly children?: ChildrenRule | undefined
  /** Fields that are filled in before the page is created: it is filled from the row once, and never again. */
  readonly waitFor?: readonly string[] | undefined
  /** What becomes of the page when the row is deleted. */
  readonly whenDeleted: 'keep' | 'trash'
}

/** The icon of the page by the value of a field; a value without one leaves the icon as it is. */
export type IconRule = { readonly field: string; readonly icons: Readonly<Record<string, string>> }

/** A page under the row's page for each row that a link field leads to. */
export type ChildrenRule = { readonly field: string; readonly title: string; readonly template: string }

export type CapacityRule = {
  /** The number field that must not fall below zero. */
  readonly hours: string
  readonly name: string
}

export type MailRule = {
  /** `{personne.email}` */
  readonly to: string
  readonly name: string
  readonly subject: string
  readonly text: string
}

/** A page that somebody writes becomes a row. */
export type PageRule = {
  readonly space: string
  /** Title of the page under which it stands ... */
  readonly parent?: string | undefined
  /** ... or the label that it bears; one of the two is there. */
  readonly label?: string | undefined
  readonly row: {
    /** Name of an entry in `tables`. */
    readonly table: string
    /** The text field that holds the id of the page. */
    readonly link: string
    /** Fields and what they get: `{title}`, `{id}`, `{address}`, `{date}` of the page, filled in. */
    readonly values: Readonly<Record<string, string>>
  }
}

/** Who is told when a page is made public. */
export type SharesRule = { readonly notify: boolean }

/** Milliseconds. */
export type SyncTiming = {
  /** How often Docmost is asked for changes. */
  readonly poll: number
  /** How often everything is looked at: trash, restores, shares that no change tells of. */
  readonly sweep: number
  /** How often all rows are compared. */
  readonly reconcile: number
  /** No event from Baserow for so long, in working hours, is told; never when absent. */
  readonly silence?: number | undefined
}
