import { describe, expect, it } from 'vitest'
import { releaseChart } from '../../../src/notify/charts/release-figures.ts'
import type { ReleaseFigure } from '../../../src/notify/figure.ts'

const MINUTE = 60_000
const spread = (minutes: number) => ({ median: minutes * MINUTE, p90: 2 * minutes * MINUTE })

const figure = (month: string, more: Partial<ReleaseFigure> = {}): ReleaseFigure => ({
  month,
  releases: 3,
  failed: 1,
  lead: spread(99),
  restore: undefined,
  ...more,
})

describe('the chart of the releases', () => {
  it('counts those that were released beside those that failed', () => {
    const chart = releaseChart([figure('2026-10', { failed: 0 }), figure('2026-11')], 'releases')
    expect(chart.option).toMatchObject({
      yAxis: { data: ['2026-10', '2026-11'] },
      series: [
        { name: 'released', data: [{ value: 3, label: { formatter: '3' } }, { value: 3 }] },
        { name: 'of these failed', data: [{ value: '-' }, { value: 1, label: { formatter: '1' } }] },
      ],
    })
    expect(JSON.parse(JSON.stringify(chart))).toEqual(chart)
  })

  it('has the times of the last six months', () => {
    const months = Array.from({ length: 8 }, (_, n) => figure(`2026-0${n + 1}`, { restore: spread(9) }))
    expect(releaseChart(months, 'times').option).toMatchObject({
      yAxis: { data: ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'] },
      series: [
        {
          name: 'lead time',
          data: Array.from({ length: 6 }, () => ({ value: 2, label: { formatter: '1 h 39 min' } })),
        },
        {
          name: 'to restore',
          data: Array.from({ length: 6 }, () => ({ value: 1, label: { formatter: '9 min' } })),
        },
      ],
    })
  })

  it('says so when there is nothing to show', () => {
    expect(releaseChart([], 'releases').option).toMatchObject({
      title: { text: 'Releases', subtext: 'nothing was released yet' },
    })
  })
})
