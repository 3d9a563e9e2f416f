import { describe, expect, it } from 'vitest'
import { type WatchView, watchChart } from '../../../src/notify/charts/watch.ts'
import type { Sample } from '../../../src/notify/watch-samples.ts'

/** 23 November 2026, 14:53 in Paris. */
const FROM = Date.UTC(2026, 10, 23, 13, 53)
const MINUTE = 60_000

function sample(minutes: number, bridge: number | undefined): Sample {
  const away = { name: 'Bridge', ok: false, ms: undefined, said: '503, expected 200' }
  return {
    at: FROM + minutes * MINUTE,
    checks: [
      { name: 'Docmost', ok: true, ms: 80 + minutes, said: '' },
      bridge === undefined ? away : { name: 'Bridge', ok: true, ms: bridge, said: '' },
      { name: 'Entries of the last hour', ok: true, ms: 0, said: '57' },
    ],
  }
}

const view: WatchView = {
  version: 'v1.4.0',
  from: FROM,
  until: FROM + 30 * MINUTE,
  samples: [sample(0.5, 57), sample(1, undefined), sample(1.5, 61)],
  timeZone: 'Europe/Paris',
}

describe('the chart of a watch', () => {
  it('is a line for each check over the whole window, broken where it failed, with a mark there', () => {
    expect(watchChart(view)).toMatchObject({
      width: 640,
      height: 280,
      option: {
        animation: false,
        backgroundColor: '#ffffff',
        title: { text: 'Watch of v1.4.0, 14:53 to 15:23' },
        legend: { data: ['Docmost', 'Bridge', 'failed'] },
        xAxis: { name: 'minutes', min: 0, max: 30, interval: 5 },
        yAxis: { min: 0, axisLabel: { formatter: '{value} ms' } },
        series: [
          {
            type: 'line',
            name: 'Docmost',
            symbol: 'none',
            data: [
              [0.5, 80.5],
              [1, 81],
              [1.5, 81.5],
            ],
          },
          {
            type: 'line',
            name: 'Bridge',
            connectNulls: false,
            data: [
              [0.5, 57],
              [1, null],
              [1.5, 61],
            ],
          },
          { type: 'scatter', name: 'failed', data: [[1, 0]] },
        ],
      },
    })
  })

  it('has fewer marks on a phone, and the colours of the ground', () => {
    expect(watchChart(view, { ground: 'dark', width: 'narrow' })).toMatchObject({
      width: 328,
      option: {
        backgroundColor: '#182029',
        xAxis: { interval: 10 },
        series: [{ itemStyle: { color: '#7db8ee' } }, { itemStyle: { color: '#f0b55a' } }, {}],
      },
    })
  })

  it('is as long as production was looked at when the verdict is late', () => {
    const late = watchChart({ ...view, samples: [...view.samples, sample(44, 60)] })
    expect(late).toMatchObject({ option: { xAxis: { max: 44, interval: 8 } } })
  })

  it('shows one look as a point, and says when there is none', () => {
    const one = watchChart({ ...view, samples: [sample(0.5, 57)] })
    expect(one).toMatchObject({ option: { series: [{ symbol: 'circle' }, { symbol: 'circle' }, {}] } })
    expect(watchChart({ ...view, samples: [] })).toMatchObject({
      option: { title: { subtext: 'no look yet' }, legend: { data: [] }, series: [{ data: [] }] },
    })
  })
})
