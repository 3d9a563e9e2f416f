import { html, type SafeHtml } from '@remix-run/html-template'
import type { Picture } from '../card.ts'
import type { Shape } from '../charts/chart.ts'

const NARROW = '(max-width: 45rem)'
const DARK = '(prefers-color-scheme: dark)'

/** A picture that the server draws at `address`, as wide as the window allows and in its colours. */
export function pictureToHtml({ alt, chart, looks }: Picture, address: string): SafeHtml {
  // With each look another address: a browser keeps what it has of the same one.
  const at = (shape: Shape) => `${address}?${new URLSearchParams({ ...shape, looks: String(looks) })}`
  const source = (shape: Shape, media: string) => html`<source media="${media}" srcset="${at(shape)}">`
  return html`<picture class="card-picture">${[
    source({ ground: 'dark', width: 'narrow' }, `${NARROW} and ${DARK}`),
    source({ ground: 'dark', width: 'wide' }, DARK),
    source({ ground: 'light', width: 'narrow' }, NARROW),
  ]}<img src="${at({ ground: 'light', width: 'wide' })}" alt="${alt}" width="${chart.width}" height="${chart.height}"></picture>`
}
