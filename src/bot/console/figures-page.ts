import { html, type SafeHtml } from '@remix-run/html-template'
import { figuresChart, MEASURES, type Measure } from '../../notify/charts/figures.ts'
import type { Figure, ReleaseFigure } from '../../notify/figure.ts'
import { monthName, pictureOf, spreadOf } from './figure-parts.ts'
import { releaseFiguresToHtml } from './release-figures-page.ts'

const HEADINGS = {
  acknowledge: 'Acknowledge',
  mitigate: 'Mitigate',
  resolve: 'Resolve',
} as const satisfies Record<Measure, string>

/** Times of the incident playbook and figures of the releases by month: tables, and the same as pictures. */
export function figuresToHtml(figures: readonly Figure[], releases: readonly ReleaseFigure[]): SafeHtml {
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1>Figures</h1><h2 class="apart">Incidents</h2>${
    figures.length === 0
      ? html`<p class="empty">No incident was resolved so far: once one is, its times stand here, by month and severity. Drills do not count.</p>`
      : html`<div class="figures">${tableOf(figures)}<div class="pictures">${MEASURES.map((measure) => pictureOf(measure, altOf(measure), (shape) => figuresChart(figures, measure, shape)))}</div></div>`
  }<h2 class="apart">Releases</h2>${releaseFiguresToHtml(releases)}`
}

function altOf(measure: Measure): string {
  return `Bars: the median time to ${measure}, by month and severity. The table says the same.`
}

function tableOf(figures: readonly Figure[]): SafeHtml {
  const months = [...new Set(figures.map(({ month }) => month))].sort().reverse()
  const bodies = months.map((month) => {
    const rows = figures.filter((one) => one.month === month).map(rowOf)
    return html`<tbody><tr><th class="month" scope="rowgroup" colspan="5">${monthName(month)}</th></tr>${rows}</tbody>`
  })
  const headings = MEASURES.map((measure) => html`<th scope="col">${HEADINGS[measure]}</th>`)
  return html`<table><caption>Median time from the detection until somebody acknowledged, the service was back, and the incident was resolved; beneath it, the time within which nine of ten were. Months are those of the detection. Drills do not count.</caption><thead><tr><th scope="col">Severity</th><th scope="col">Count</th>${headings}</tr></thead>${bodies}</table>`
}

function rowOf(figure: Figure): SafeHtml {
  const cells = MEASURES.map((measure) => html`<td>${spreadOf(figure[measure], 'never')}</td>`)
  return html`<tr><th scope="row">${figure.severity.toUpperCase()}</th><td>${figure.incidents}</td>${cells}</tr>`
}
