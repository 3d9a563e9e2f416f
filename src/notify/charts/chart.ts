/** A picture to be drawn: an ECharts option as plain data, and its size in pixels. */
export type Chart = {
  readonly option: Readonly<Record<string, unknown>>
  readonly width: number
  readonly height: number
}

export const GROUNDS = ['light', 'dark'] as const
export const WIDTHS = ['wide', 'narrow'] as const

/** Where the picture is to stand. */
export type Shape = {
  readonly ground: (typeof GROUNDS)[number]
  /** `narrow` is for a phone: a picture that is scaled down has words that nobody can read. */
  readonly width: (typeof WIDTHS)[number]
}
