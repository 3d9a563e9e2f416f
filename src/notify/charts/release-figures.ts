import type { ReleaseFigure } from '../figure.ts'
import { type Bars, barsChart, countBar, MONTHS, timeBar } from './bars.ts'
import type { Chart, Shape } from './chart.ts'

export const RELEASE_MEASURES = ['releases', 'times'] as const
export type ReleaseMeasure = (typeof RELEASE_MEASURES)[number]

/** The last six months that have any: how many releases and how many of them failed, or how long they take. */
export function releaseChart(
  figures: readonly ReleaseFigure[],
  measure: ReleaseMeasure,
  shape: Shape = { ground: 'light', width: 'wide' },
): Chart {
  const shown = figures.slice(-MONTHS)
  const months = shown.map(({ month }) => month)
  const empty = 'nothing was released yet'
  return barsChart({ empty, months, ...DRAWN[measure](shown) }, shape)
}

type Drawn = (figures: readonly ReleaseFigure[]) => Pick<Bars, 'title' | 'series'>

const DRAWN: Readonly<Record<ReleaseMeasure, Drawn>> = {
  releases: (figures) => ({
    title: 'Releases',
    series: [
      { name: 'released', colour: 'blue', bars: figures.map(({ releases }) => countBar(releases)) },
      { name: 'of these failed', colour: 'red', bars: figures.map(({ failed }) => countBar(failed)) },
    ],
  }),
  times: (figures) => ({
    title: 'Median times',
    series: [
      { name: 'lead time', colour: 'blue', bars: figures.map(({ lead }) => timeBar(lead?.median)) },
      { name: 'to restore', colour: 'amber', bars: figures.map(({ restore }) => timeBar(restore?.median)) },
    ],
  }),
}
