import { html, type SafeHtml } from '@remix-run/html-template'
import { figuresChart, MEASURES, type Measure, type Shape } from '../../notify/charts/figures.ts'
import type { Figure, Spread } from '../../notify/figure.ts'
import { formatSpan } from '../../notify/time.ts'

const HEADINGS = {
  acknowledge: 'Acknowledge',
  mitigate: 'Mitigate',
  resolve: 'Resolve',
} as const satisfies Record<Measure, string>

/** Times of the incident playbook by month: a table, and the same as pictures. */
export function figuresToHtml(figures: readonly Figure[]): SafeHtml {
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1>Figures</h1>${
    figures.length === 0
      ? html`<p class="empty">No incident was resolved so far: once one is, its times stand here, by month and severity. Drills do not count.</p>`
      : html`<div class="figures">${tableOf(figures)}<div class="pictures">${MEASURES.map((measure) => pictureOf(figures, measure))}</div></div>`
  }`
}

function tableOf(figures: readonly Figure[]): SafeHtml {
  const months = [...new Set(figures.map(({ month }) => month))].sort().reverse()
  const bodies = months.map((month) => {
    const rows = figures.filter((one) => one.month === month).map(rowOf)
    return html`<tbody><tr><th class="month" scope="rowgroup" colspan="5">${monthName(month)}</th></tr>${rows}</tbody>`
  })
  const headings = MEASURES.map((measure) => html`<th scope="col">${HEADINGS[measure]}</th>`)
  return html`<table><caption>Median time from the detection until somebody acknowledged, the service was back, and the incident was resolved; beneath it, the time within which nine of ten were. Months are those of the detection. Drills do not count.</caption><thead><tr><th scope="col">Severity</th><th scope="col">Number</th>${headings}</tr></thead>${bodies}</table>`
}

function rowOf(figure: Figure): SafeHtml {
  const cells = MEASURES.map((measure) => html`<td>${spreadOf(figure[measure])}</td>`)
  return html`<tr><th scope="row">${figure.severity.toUpperCase()}</th><td>${figure.incidents}</td>${cells}</tr>`
}

function spreadOf(spread: Spread | undefined): SafeHtml {
  if (spread === undefined) return html`never`
  return html`${timeOf(spread.median)}<span class="most"><span class="quiet">, 90% within </span>${timeOf(spread.p90)}</span>`
}

/** Breaks between `1 h` and `16 min`, and nowhere else. */
function timeOf(ms: number): string {
  return formatSpan(ms).replace(/(\d) /g, '$1\u00a0')
}

/** As wide as the window allows, in its colours. */
function pictureOf(figures: readonly Figure[], measure: Measure): SafeHtml {
  const source = (shape: Shape, media: string) =>
    html`<source media="${media}" srcset="${addressOf(measure, shape)}" width="${sizeOf(shape).width}" height="${sizeOf(shape).height}">`
  const sizeOf = (shape: Shape) => figuresChart(figures, measure, shape)
  const { width, height } = sizeOf({ ground: 'light', width: 'wide' })
  const narrow = '(max-width: 45rem)'
  const dark = '(prefers-color-scheme: dark)'
  const alt = `Bars: the median time to ${measure}, by month and severity. The table says the same.`
  return html`<picture>${[
    source({ ground: 'dark', width: 'narrow' }, `${narrow} and ${dark}`),
    source({ ground: 'dark', width: 'wide' }, dark),
    source({ ground: 'light', width: 'narrow' }, narrow),
  ]}<img src="${addressOf(measure, { ground: 'light', width: 'wide' })}" alt="${alt}" width="${width}" height="${height}"></picture>`
}

function addressOf(measure: Measure, { ground, width }: Shape): string {
  return `/console/figures.svg?${new URLSearchParams({ measure, ground, width })}`
}

/** `November 2026` */
function monthName(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`))
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
