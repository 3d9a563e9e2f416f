/** What one may do to the systems around a demo that nobody reaches otherwise. Every method throws when they are away. */
export type DemoLevers = {
  read(): Promise<DemoLeversSight>
  pull(id: string): Promise<void>
}

export type DemoLeversSight = {
  /** How the systems stand. */
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly levers: readonly {
    readonly id: string
    readonly label: string
    readonly tone?: 'danger' | undefined
  }[]
}
