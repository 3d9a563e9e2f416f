import { type Figure, SEVERITIES, type Severity } from '../figure.ts'
import { formatSpan } from '../time.ts'
import type { Chart } from './chart.ts'

export const MEASURES = ['acknowledge', 'mitigate', 'resolve'] as const
export type Measure = (typeof MEASURES)[number]

export const GROUNDS = ['light', 'dark'] as const
export const WIDTHS = ['wide', 'narrow'] as const

/** Where the picture is to stand. */
export type Shape = {
  readonly ground: (typeof GROUNDS)[number]
  /** `narrow` is for a phone: a picture that is scaled down has words that nobody can read. */
  readonly width: (typeof WIDTHS)[number]
}

/** A ground of its own: the light picture is as readable in a mail and in a chat, whatever is around it. */
const COLOURS = {
  light: { ground: '#ffffff', ink: '#16202b', sev1: '#b3261e', sev2: '#c77700', sev3: '#1f5f99' },
  dark: { ground: '#182029', ink: '#e6eaef', sev1: '#ff8a80', sev2: '#f0b55a', sev3: '#7db8ee' },
} as const satisfies Record<Shape['ground'], Record<Severity | 'ground' | 'ink', string>>

/** Pixels. A narrow one has its legend beneath the title. */
const SIZES = {
  wide: { width: 640, left: 76, right: 96, top: 52, legend: { right: 12, top: 10 } },
  narrow: { width: 328, left: 68, right: 84, top: 76, legend: { left: 10, top: 38 } },
} as const

const BAR = 18
const MONTHS = 6

/**
 * The medians of the last six months that have any, a group of bars for each. The scale is logarithmic: minutes of a
 * SEV1 stand beside days of a SEV3, and each bar says its time.
 */
export function figuresChart(
  figures: readonly Figure[],
  measure: Measure,
  shape: Shape = { ground: 'light', width: 'wide' },
): Chart {
  const colours = COLOURS[shape.ground]
  const size = SIZES[shape.width]
  const months = [...new Set(figures.map(({ month }) => month))].sort().slice(-MONTHS)
  const severities = SEVERITIES.filter((one) =>
    figures.some(({ severity, month }) => severity === one && months.includes(month)),
  )
  const text = { color: colours.ink, fontFamily: 'sans-serif' } as const
  const of = (month: string, severity: Severity) =>
    figures.find((one) => one.month === month && one.severity === severity)?.[measure]?.median
  return {
    width: size.width,
    height: size.top + 38 + Math.max(1, months.length) * (BAR * severities.length + 16),
    option: {
      animation: false,
      backgroundColor: colours.ground,
      textStyle: text,
      title: {
        text: `Median time to ${measure}`,
        ...(months.length === 0 ? { subtext: 'no incident was resolved yet' } : {}),
        textStyle: { ...text, fontSize: 15 },
        subtextStyle: text,
        left: 12,
        top: 10,
      },
      legend: { selectedMode: false, data: severities.map(nameOf), ...size.legend, textStyle: text },
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
      series: severities.map((severity) => ({
        type: 'bar',
        silent: true,
        name: nameOf(severity),
        barWidth: BAR - 4,
        itemStyle: { color: colours[severity] },
        label: { show: true, position: 'right', ...text },
        data: months.map((month) => bar(of(month, severity))),
      })),
    },
  }
}

/** As long as the logarithm of the minutes; its label says the time. */
function bar(median: number | undefined) {
  if (median === undefined) return { value: '-' }
  return { value: Math.log10(1 + median / 60_000), label: { formatter: formatSpan(median) } }
}

function nameOf(severity: Severity): string {
  return severity.toUpperCase()
}
