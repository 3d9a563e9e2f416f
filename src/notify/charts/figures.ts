import { type Figure, SEVERITIES, type Severity } from '../figure.ts'
import { barsChart, MONTHS, timeBar } from './bars.ts'
import type { Chart, Shape } from './chart.ts'

export const MEASURES = ['acknowledge', 'mitigate', 'resolve'] as const
export type Measure = (typeof MEASURES)[number]

const COLOURS = { sev1: 'red', sev2: 'amber', sev3: 'blue' } as const satisfies Record<Severity, string>

/**
 * The medians of the last six months that have any, a group of bars for each. The scale is logarithmic: minutes of a
 * SEV1 stand beside days of a SEV3, and each bar says its time.
 */
export function figuresChart(
  figures: readonly Figure[],
  measure: Measure,
  shape: Shape = { ground: 'light', width: 'wide' },
): Chart {
  const months = [...new Set(figures.map(({ month }) => month))].sort().slice(-MONTHS)
  const severities = SEVERITIES.filter((one) =>
    figures.some(({ severity, month }) => severity === one && months.includes(month)),
  )
  const of = (month: string, severity: Severity) =>
    figures.find((one) => one.month === month && one.severity === severity)?.[measure]?.median
  const series = severities.map((severity) => ({
    name: severity.toUpperCase(),
    colour: COLOURS[severity],
    bars: months.map((month) => timeBar(of(month, severity))),
  }))
  const empty = 'no incident was resolved yet'
  return barsChart({ title: `Median time to ${measure}`, empty, months, series }, shape)
}
