import { html, type SafeHtml } from '@remix-run/html-template'
import type { Chart, Shape } from '../../notify/charts/chart.ts'
import type { Spread } from '../../notify/figure.ts'
import { formatSpan } from '../../notify/time.ts'

/** The median, and beneath it the time within which nine of ten were. */
export function spreadOf(spread: Spread | undefined, none: string): SafeHtml {
  if (spread === undefined) return html`${none}`
  return html`${timeOf(spread.median)}<span class="most"><span class="quiet">, 90% within </span>${timeOf(spread.p90)}</span>`
}

/** Breaks between `1 h` and `16 min`, and nowhere else. */
function timeOf(ms: number): string {
  return formatSpan(ms).replace(/(\d) /g, '$1\u00a0')
}

/** As wide as the window allows, in its colours. `draw` is asked for its size only. */
export function pictureOf(measure: string, alt: string, draw: (shape: Shape) => Chart): SafeHtml {
  const source = (shape: Shape, media: string) =>
    html`<source media="${media}" srcset="${addressOf(measure, shape)}" width="${draw(shape).width}" height="${draw(shape).height}">`
  const { width, height } = draw({ ground: 'light', width: 'wide' })
  const narrow = '(max-width: 45rem)'
  const dark = '(prefers-color-scheme: dark)'
  return html`<picture>${[
    source({ ground: 'dark', width: 'narrow' }, `${narrow} and ${dark}`),
    source({ ground: 'dark', width: 'wide' }, dark),
    source({ ground: 'light', width: 'narrow' }, narrow),
  ]}<img src="${addressOf(measure, { ground: 'light', width: 'wide' })}" alt="${alt}" width="${width}" height="${height}"></picture>`
}

function addressOf(measure: string, { ground, width }: Shape): string {
  return `/console/figures.svg?${new URLSearchParams({ measure, ground, width })}`
}

/** `November 2026` */
export function monthName(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`))
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
