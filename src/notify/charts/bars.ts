import { formatSpan } from '../time.ts'
import type { Chart, Shape } from './chart.ts'

/** A ground of its own: the light picture is as readable in a mail and in a chat, whatever is around it. */
const COLOURS = {
  light: { ground: '#ffffff', ink: '#16202b', red: '#b3261e', amber: '#c77700', blue: '#1f5f99' },
  dark: { ground: '#182029', ink: '#e6eaef', red: '#ff8a80', amber: '#f0b55a', blue: '#7db8ee' },
} as const satisfies Record<Shape['ground'], Record<string, string>>

/** Pixels. A narrow one has its legend beneath the title. */
const SIZES = {
  wide: { width: 640, left: 76, right: 96, top: 52, legend: { right: 12, top: 10 } },
  narrow: { width: 328, left: 68, right: 84, top: 76, legend: { left: 10, top: 38 } },
} as const

const BAR = 18
/** The last ones that have anything. */
export const MONTHS = 6

export type Bars = {
  readonly title: string
  /** Said beneath the title while there is nothing to show. */
  readonly empty: string
  readonly months: readonly string[]
  readonly series: readonly {
    readonly name: string
    readonly colour: 'red' | 'amber' | 'blue'
    /** One for each month. */
    readonly bars: readonly Bar[]
  }[]
}

type Bar = { readonly value: number | '-'; readonly label?: { readonly formatter: string } }

/** A group of lying bars for each month, a bar of it for each series. */
export function barsChart({ title, empty, months, series }: Bars, shape: Shape): Chart {
  const colours = COLOURS[shape.ground]
  const size = SIZES[shape.width]
  const text = { color: colours.ink, fontFamily: 'sans-serif' } as const
  return {
    width: size.width,
    height: size.top + 38 + Math.max(1, months.length) * (BAR * series.length + 16),
    option: {
      animation: false,
      backgroundColor: colours.ground,
      textStyle: text,
      title: {
        text: title,
        ...(months.length === 0 ? { subtext: empty } : {}),
        textStyle: { ...text, fontSize: 15 },
        subtextStyle: text,
        left: 12,
        top: 10,
      },
      legend: { selectedMode: false, data: series.map(({ name }) => name), ...size.legend, textStyle: text },
      grid: { left: size.left, right: size.right, top: size.top, bottom: 14 },
      yAxis: {
        type: 'category',
        data: months,
        inverse: true,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colours.ink } },
        axisLabel: text,
      },
      xAxis: { type: 'value', min: 0, show: false },
      series: series.map(({ name, colour, bars }) => ({
        type: 'bar',
        silent: true,
        name,
        barWidth: BAR - 4,
        itemStyle: { color: colours[colour] },
        label: { show: true, position: 'right', ...text },
        data: bars,
      })),
    },
  }
}

/** As long as the logarithm of the minutes, for minutes stand beside days; its label says the time. */
export function timeBar(ms: number | undefined): Bar {
  if (ms === undefined) return { value: '-' }
  return { value: Math.log10(1 + ms / 60_000), label: { formatter: formatSpan(ms) } }
}

/** As long as there are many. */
export function countBar(count: number): Bar {
  return count === 0 ? { value: '-' } : { value: count, label: { formatter: String(count) } }
}
