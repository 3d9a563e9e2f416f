import { html, type SafeHtml } from '@remix-run/html-template'
import { RELEASE_MEASURES, type ReleaseMeasure, releaseChart } from '../../notify/charts/release-figures.ts'
import type { ReleaseFigure } from '../../notify/figure.ts'
import { monthName, pictureOf, spreadOf } from './figure-parts.ts'

const ALTS = {
  releases: 'Bars: releases and how many of them failed, by month. The table says the same.',
  times: 'Bars: the median lead time and the median time to restore, by month. The table says the same.',
} as const satisfies Record<ReleaseMeasure, string>

/** The four figures of DORA by month: a table, and the same as pictures. */
export function releaseFiguresToHtml(figures: readonly ReleaseFigure[]): SafeHtml {
  if (figures.length === 0) {
    return html`<p class="empty">Nothing was released so far: once a release reaches production, how often, how fast and how safely stand here, by month.</p>`
  }
  const pictures = RELEASE_MEASURES.map((measure) =>
    pictureOf(measure, ALTS[measure], (shape) => releaseChart(figures, measure, shape)),
  )
  return html`<div class="figures">${tableOf(figures)}<div class="pictures">${pictures}</div></div>`
}

function tableOf(figures: readonly ReleaseFigure[]): SafeHtml {
  const headings = ['Month', 'Releases', 'Lead time', 'Failed', 'Time to restore'].map(
    (heading) => html`<th scope="col">${heading}</th>`,
  )
  return html`<table><caption>Releases: how many reached production, hotfixes too; what was refused, aborted or denied is none. Lead time: from the commits, the median of those in a release, until they were in production. Failed: rolled back, or a SEV1 or SEV2 was linked to it. Time to restore: from the beginning of a rollback until production passed its smoke tests. Times are medians, beneath them the time within which nine of ten were. Months are those of the deployment, and of the rollback.</caption><thead><tr>${headings}</tr></thead><tbody>${figures.toReversed().map(rowOf)}</tbody></table>`
}

function rowOf({ month, releases, failed, lead, restore }: ReleaseFigure): SafeHtml {
  const cells = [html`${releases}`, spreadOf(lead, '-'), failedOf(failed, releases), spreadOf(restore, '-')]
  return html`<tr><th scope="row">${monthName(month)}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
}

function failedOf(failed: number, releases: number): SafeHtml {
  if (releases === 0) return html`-`
  return html`${Math.round((100 * failed) / releases)}%<span class="most">${failed} of ${releases}</span>`
}
