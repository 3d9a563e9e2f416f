import { formatTime } from '../time.ts'
import type { Sample } from '../watch-samples.ts'
import type { Chart, Shape } from './chart.ts'

/** The watch of a release, as far as it is to be shown. */
export type WatchView = {
  readonly version: string
  /** The window, milliseconds since 1970. */
  readonly from: number
  readonly until: number
  /** Oldest first. */
  readonly samples: readonly Sample[]
  /** IANA name. */
  readonly timeZone: string
}

/** A ground of its own, as all our pictures have. The lines differ for whoever doesn't tell red from green. */
const COLOURS = {
  light: {
    ground: '#ffffff',
    ink: '#16202b',
    faint: '#d5dae0',
    failed: '#b3261e',
    lines: ['#1f5f99', '#c77700', '#2e7d5b', '#7a4fb3', '#5b6570', '#a3456f'],
  },
  dark: {
    ground: '#182029',
    ink: '#e6eaef',
    faint: '#3a4653',
    failed: '#ff8a80',
    lines: ['#7db8ee', '#f0b55a', '#7fd1ab', '#c3a6f0', '#aab4bf', '#eb9ac0'],
  },
} as const

/** Pixels. `every` is how many marks of the axis the width takes. */
const SIZES = {
  wide: { width: 640, height: 280, marks: 6 },
  narrow: { width: 328, height: 280, marks: 3 },
} as const

const MINUTE = 60_000
const SOLID = ['solid', 'dashed', 'dotted'] as const

/** Latency of each check over the window, and on its ground a mark for each look that failed. */
export function watchChart(view: WatchView, shape: Shape = { ground: 'light', width: 'wide' }): Chart {
  const colours = COLOURS[shape.ground]
  const size = SIZES[shape.width]
  const text = { color: colours.ink, fontFamily: 'sans-serif' } as const
  // A verdict that is late is watched until it comes.
  const end = Math.max(view.until, view.samples.at(-1)?.at ?? 0)
  const minutes = Math.max(1, Math.ceil((end - view.from) / MINUTE))
  const failed = failures(view)
  const names = timed(view.samples)
  const clock = (at: number) => formatTime(at, { timeZone: view.timeZone, now: at })
  return {
    width: size.width,
    height: size.height,
    option: {
      animation: false,
      backgroundColor: colours.ground,
      textStyle: text,
      title: {
        text: `Watch of ${view.version}, ${clock(view.from)} to ${clock(view.until)}`,
        ...(view.samples.length === 0 ? { subtext: 'no look yet' } : {}),
        textStyle: { ...text, fontSize: 15 },
        subtextStyle: text,
        left: 12,
        top: 10,
      },
      legend: {
        selectedMode: false,
        data: [...names, ...(failed.length === 0 ? [] : ['failed'])],
        left: 10,
        right: 8,
        itemWidth: 18,
        itemHeight: 9,
        itemGap: 16,
        top: 38,
        textStyle: text,
      },
      grid: { left: 64, right: 22, top: names.length > 3 && shape.width === 'narrow' ? 92 : 74, bottom: 46 },
      xAxis: {
        type: 'value',
        name: 'minutes',
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: text,
        min: 0,
        max: minutes,
        interval: Math.max(1, Math.ceil(minutes / size.marks)),
        axisLine: { lineStyle: { color: colours.ink } },
        axisLabel: text,
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        axisLabel: { ...text, formatter: '{value} ms' },
        splitLine: { lineStyle: { color: colours.faint } },
      },
      series: [
        ...names.map((name, n) => ({
          type: 'line',
          silent: true,
          name,
          // One look alone makes no line.
          symbol: view.samples.length < 3 ? 'circle' : 'none',
          connectNulls: false,
          lineStyle: { width: 2, type: SOLID[Math.floor(n / colours.lines.length) % SOLID.length] },
          itemStyle: { color: colours.lines[n % colours.lines.length] },
          data: view.samples.map((sample) => [minuteOf(view, sample), latency(sample, name)]),
        })),
        {
          type: 'scatter',
          silent: true,
          name: 'failed',
          symbol: 'triangle',
          symbolSize: 11,
          itemStyle: { color: colours.failed },
          data: failed,
        },
      ],
    },
  }
}

/** The checks that answer with a time. */
function timed(samples: readonly Sample[]): readonly string[] {
  const all = samples.flatMap(({ checks }) => checks.flatMap(({ name, ms }) => (ms ? [name] : [])))
  return [...new Set(all)]
}

/** A look that failed has no latency: the line is broken there. */
function latency({ checks }: Sample, name: string): number | null {
  const check = checks.find((one) => one.name === name)
  return check?.ok === true ? (check.ms ?? null) : null
}

function failures(view: WatchView): readonly (readonly [number, number])[] {
  return view.samples
    .filter(({ checks }) => checks.some(({ ok }) => !ok))
    .map((sample) => [minuteOf(view, sample), 0] as const)
}

/** Half a second is as fine as anybody sees, and two looks never stand at one place. */
function minuteOf({ from }: WatchView, { at }: Sample): number {
  return Math.round(((at - from) / MINUTE) * 100) / 100
}
