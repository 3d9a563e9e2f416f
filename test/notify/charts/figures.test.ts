import { describe, expect, it } from 'vitest'
import { figuresChart } from '../../../src/notify/charts/figures.ts'
import type { Figure, Severity } from '../../../src/notify/figure.ts'

const MINUTE = 60_000
const spread = (minutes: number) => ({ median: minutes * MINUTE, p90: 2 * minutes * MINUTE })

function figure(month: string, severity: Severity, minutes: number): Figure {
  const [mitigate, resolve] = [spread(10 * minutes), spread(100 * minutes)]
  return { month, severity, incidents: 1, acknowledge: spread(minutes), mitigate, resolve }
}

describe('the chart of the figures', () => {
  it('has a group of bars a month, each with its time beside it', () => {
    const october = { ...figure('2026-10', 'sev2', 60), acknowledge: undefined }
    const chart = figuresChart(
      [october, figure('2026-11', 'sev1', 9), figure('2026-11', 'sev2', 0)],
      'acknowledge',
    )
    expect(chart).toMatchObject({
      width: 640,
      height: 194,
      option: {
        title: { text: 'Median time to acknowledge' },
        legend: { data: ['SEV1', 'SEV2'] },
        yAxis: { data: ['2026-10', '2026-11'] },
        series: [
          { name: 'SEV1', data: [{ value: '-' }, { value: 1, label: { formatter: '9 min' } }] },
          { name: 'SEV2', data: [{ value: '-' }, { value: 0, label: { formatter: '0 s' } }] },
        ],
      },
    })
    expect(JSON.parse(JSON.stringify(chart))).toEqual(chart)
  })

  it('shows the last six months', () => {
    const year = Array.from({ length: 12 }, (_, n) =>
      figure(`2026-${String(n + 1).padStart(2, '0')}`, 'sev1', 1),
    )
    const months = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12']
    expect(figuresChart(year, 'resolve').option).toMatchObject({ yAxis: { data: months } })
  })

  it('says so when there is nothing to show', () => {
    expect(figuresChart([], 'resolve').option).toMatchObject({
      title: { text: 'Median time to resolve', subtext: 'no incident was resolved yet' },
      series: [],
    })
  })

  it.each([
    ['light', '#ffffff', ['#16202b', '#b3261e', '#c77700']],
    ['dark', '#182029', ['#e6eaef', '#ff8a80', '#f0b55a']],
  ] as const)(
    'stands on a %s ground of its own, from which words and bars stand out',
    (ground, colour, inks) => {
      const figures = [figure('2026-11', 'sev1', 1), figure('2026-11', 'sev2', 1)]
      const text = JSON.stringify(figuresChart(figures, 'resolve', { ground, width: 'wide' }).option)
      expect(text).toContain(`"backgroundColor":"${colour}"`)
      const found = [...text.matchAll(/"color":"(#[0-9a-f]{6})"/g)].map((match) => match[1] ?? '')
      expect(new Set(found)).toEqual(new Set(inks))
      expect(contrast(inks[0], colour)).toBeGreaterThan(7)
      for (const ink of inks) expect(contrast(ink, colour)).toBeGreaterThan(3)
    },
  )

  it('fits a phone', () => {
    const chart = figuresChart([figure('2026-11', 'sev1', 1)], 'resolve', {
      ground: 'light',
      width: 'narrow',
    })
    expect(chart).toMatchObject({ width: 328, option: { legend: { left: 10, top: 38 }, grid: { top: 76 } } })
  })
})

/** As WCAG reckons it. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
