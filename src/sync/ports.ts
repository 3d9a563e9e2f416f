/** A call to Baserow or Docmost that went wrong. Only those with `retry` are worth another attempt. */
export class SyncError extends Error {
  override readonly name = 'SyncError'
  readonly system: 'baserow' | 'docmost'
  /** A word of a closed list of the adapter: `unreachable`, `timeout`, `rate_limited`, `not_found`, `refused` ... */
  readonly code: string
  readonly retry: boolean
  readonly retryAfterMs: number | undefined

  constructor(
    system: 'baserow' | 'docmost',
    code: string,
    options: { retry: boolean; retryAfterMs?: number; cause?: unknown; said?: string },
  ) {
    super(options.said === undefined ? `${system}: ${code}` : `${system}: ${code} - ${options.said}`, {
      cause: options.cause,
    })
    this.system = system
    this.code = code
    this.retry = options.retry
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Rows of Baserow by a database token. Every method throws `SyncError`; every write is made without webhook events. */
export type Baserow = {
  /** Values by field name; undefined when there is no such row. */
  row(table: number, id: number): Promise<Row | undefined>
  /** All rows in the order of the table, page after page. One that is missing is confirmed by `row` before it counts as gone. */
  rows(table: number): AsyncIterable<Row>
  /** Rows where a field has exactly this text. */
  rowsWhere(table: number, field: string, value: string): Promise<readonly Row[]>
  create(table: number, values: Readonly<Record<string, unknown>>): Promise<Row>
  update(table: number, id: number, values: Readonly<Record<string, unknown>>): Promise<Row>
  fields(table: number): Promise<readonly TableField[]>
}

export type Row = { readonly id: number; readonly values: Readonly<Record<string, unknown>> }

export type TableField = {
  readonly id: number
  readonly name: string
  readonly type: string
  readonly primary: boolean
  readonly readOnly: boolean
  /** The table that a `link_row` field leads to. */
  readonly linksTo?: number
}

/** Webhooks of a table, managed with a person's account: a database token may not. */
export type BaserowHooks = {
  list(table: number): Promise<readonly Hook[]>
  /** Always with POST, with the names of fields, and `include_all_events` sent as false. */
  create(table: number, wanted: WantedHook): Promise<Hook>
  /** Also switches it on again, which resets its failures. */
  repair(hook: number, wanted: WantedHook): Promise<Hook>
}

export type WantedHook = {
  readonly name: string
  readonly url: string
  readonly events: readonly string[]
  /** Custom headers; `Authorization` carries the secret. */
  readonly headers: Readonly<Record<string, string>>
}

export type Hook = {
  readonly id: number
  readonly name: string
  readonly url: string
  /** `POST`: with any other Baserow calls where nobody listens, and switches the hook off for it. */
  readonly method: string
  /** Values by the names of fields; by `field_123` otherwise. */
  readonly userFieldNames: boolean
  readonly active: boolean
  readonly events: readonly string[]
  readonly failures: number
  readonly headers: Readonly<Record<string, string>>
}

/** Pages of Docmost as the bot's own user. Every method throws `SyncError`. Ids are UUIDs, never slug ids. */
export type Docmost = {
  /** The bot's own user. */
  me(): Promise<{ readonly id: string }>
  spaces(): Promise<readonly Space[]>
  create(page: NewPage): Promise<Page>
  /** Also of a page in the trash; undefined when it is gone for good. */
  page(id: string): Promise<Page | undefined>
  /** Title and icon only; null takes the icon away. */
  update(id: string, change: { readonly title?: string; readonly icon?: string | null }): Promise<Page>
  /** Adds Markdown at the end, whoever has the page open: the only safe way to write content. */
  append(id: string, markdown: string): Promise<void>
  trash(id: string): Promise<void>
  /** A repeat changes nothing. */
  label(id: string, names: readonly string[]): Promise<void>
  unlabel(id: string, name: string): Promise<void>
  labelsOf(id: string): Promise<readonly string[]>
  /** Pages with this label, none of the trash. */
  labelled(name: string): Promise<readonly Page[]>
  /** What the bot created in a space, latest change first. */
  createdByMe(space: string): Promise<readonly Page[]>
  /** Children of a page; the top level of the space without one. */
  children(space: string, parent?: string): Promise<readonly Page[]>
  /** Pages changed after this point, oldest first; at least once each. `more`: ask again from the last one. */
  changedAfter(point: ChangePoint): Promise<{ readonly pages: readonly Page[]; readonly more: boolean }>
  trashed(space: string): Promise<readonly Page[]>
  shares(): Promise<readonly Share[]>
  revokeShare(id: string): Promise<void>
}

/** Where the feed of changes was read to: `updatedAt` in ISO 8601 with milliseconds, and a page id. */
export type ChangePoint = { readonly updatedAt: string; readonly id: string }

/** Before every page. */
export const BEGINNING: ChangePoint = {
  updatedAt: '1970-01-01T00:00:00.000Z',
  id: '00000000-0000-0000-0000-000000000000',
}

export type Space = { readonly id: string; readonly name: string; readonly slug: string }

export type NewPage = {
  readonly space: string
  readonly parent?: string
  readonly title: string
  readonly icon?: string
  /** At most 500 blocks and 100 KB: more than that can bring the server down. */
  readonly markdown?: string
}

export type Page = {
  readonly id: string
  readonly slugId: string
  readonly title: string
  readonly icon: string | null
  readonly space: string
  readonly parent: string | null
  /** ISO 8601. */
  readonly updatedAt: string
  readonly createdBy: string | null
  readonly updatedBy: string | null
  readonly trashed: boolean
}

export type Share = {
  readonly id: string
  readonly page: string
  readonly pageTitle: string
  readonly sharedBy: string | null
  readonly createdAt: string
}
