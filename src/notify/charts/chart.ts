/** A picture to be drawn: an ECharts option as plain data, and its size in pixels. */
export type Chart = {
  readonly option: Readonly<Record<string, unknown>>
  readonly width: number
  readonly height: number
}
