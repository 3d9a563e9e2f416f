/** The Baserow and the Docmost that a demo runs on, as people would see and use them. Every method throws when they are away. */
export type DemoWorld = {
  /** Projects, oldest first. */
  rows(): Promise<readonly DemoRow[]>
  /** What one may choose for a project: names of clients and of states. */
  choices(): Promise<DemoChoices>
  /** Makes a project as somebody does it in Baserow: Vigie hears of it by the webhook. */
  create(values: DemoValues): Promise<void>
  /** Pages of the space, oldest first. */
  pages(): Promise<readonly DemoPage[]>
}

export type DemoRow = {
  readonly id: number
  readonly name: string
  readonly client: string
  readonly status: string
  /** What stands in its field for the page; empty while nobody wrote it. */
  readonly page: string
}

export type DemoChoices = { readonly clients: readonly string[]; readonly statuses: readonly string[] }

/** An empty client or status is none. */
export type DemoValues = { readonly name: string; readonly client: string; readonly status: string }

export type DemoPage = {
  readonly id: string
  readonly title: string
  readonly icon: string
  /** Title of the page that it stands under; empty at the top. */
  readonly parent: string
}
