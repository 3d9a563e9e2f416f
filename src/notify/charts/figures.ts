import { type Figure, SEVERITIES, type Severity } from '../figure.ts'
import { formatSpan } from '../time.ts'
import type { Chart } from './chart.ts'

export type Measure = 'acknowledge' | 'mitigate' | 'resolve'

/** A light ground of its own: the picture is as readable on a dark page, in a mail and in a chat. */
const GROUND = '#ffffff'
const INK = '#16202b'
const COLOURS: Readonly<Record<Severity, string>> = { sev1: '#b3261e', sev2: '#c77700', sev3: '#1f5f99' }

const WIDTH = 640
const BAR = 18
const MONTHS = 6

/**
 * The medians of the last six months that have any, a group of bars for each. The scale is logarithmic: minutes of a
 * SEV1 stand beside days of a SEV3, and each bar says its time.
 */
export function figuresChart(figures: readonly Figure[], measure: Measure): Chart {
  const months = [...new Set(figures.map(({ month }) => month))].sort().slice(-MONTHS)
  const severities = SEVERITIES.filter((one) =>
    figures.some(({ severity, month }) => severity === one && months.includes(month)),
  )
  const text = { color: INK, fontFamily: 'sans-serif' } as const
  const of = (month: string, severity: Severity) =>
    figures.find((one) => one.month === month && one.severity === severity)?.[measure]?.median
  return {
    width: WIDTH,
    height: 90 + Math.max(1, months.length) * (BAR * severities.length + 16),
    option: {
      animation: false,
      backgroundColor: GROUND,
      textStyle: text,
      title: {
        text: `Median time to ${measure}`,
        ...(months.length === 0 ? { subtext: 'no incident was resolved yet' } : {}),
        textStyle: { ...text, fontSize: 15 },
        subtextStyle: text,
        left: 12,
        top: 10,
      },
      legend: { selectedMode: false, data: severities.map(nameOf), right: 12, top: 10, textStyle: text },
      grid: { left: 76, right: 96, top: 52, bottom: 14 },
      yAxis: {
        type: 'category',
        data: months,
        inverse: true,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK } },
        axisLabel: text,
      },
      xAxis: { type: 'value', min: 0, show: false },
      series: severities.map((severity) => ({
        type: 'bar',
        silent: true,
        name: nameOf(severity),
        barWidth: BAR - 4,
        itemStyle: { color: COLOURS[severity] },
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
