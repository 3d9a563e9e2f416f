import { html, type SafeHtml } from '@remix-run/html-template'
import { hiddenToHtml } from '../../notify/html/render.ts'
import type { Person } from '../../runs/people.ts'
import type { Assets } from './asset.ts'

/** What every page of one console has around it. */
export type House = {
  readonly service: string
  readonly demo: boolean
  readonly store: 'memory' | 'redis'
  readonly assets: Assets
}

export type Page = {
  readonly title: string
  readonly main: SafeHtml
  /** Who sees it; absent before one has entered. */
  readonly visitor?: Visitor | undefined
  /** The address of the fragment that keeps this page fresh. */
  readonly live?: string
  /** How often it is asked for besides, in milliseconds: what it shows tells nobody that it changes. */
  readonly every?: number
  /** Where the browser goes by itself after some seconds, without script. */
  readonly again?: { readonly seconds: number; readonly path: string }
}

export type Visitor = { readonly person: Person; readonly csrf: string }

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231f3a4d'/%3E%3Cpath d='M3.5 4.5 8 12l4.5-7.5' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"

/** A whole page. */
export function pageToHtml(house: House, page: Page): string {
  const every = page.every === undefined ? '' : html` data-every="${page.every}"`
  const body = page.live === undefined ? html`<body>` : html`<body data-live="${page.live}"${every}>`
  return String(html`<!doctype html>
<html lang="en">
<head>${headOf(house, page)}</head>
${body}
<a class="skip" href="#main">Skip to the content</a>
${headerOf(house, page)}
<main id="main" tabindex="-1">${page.main}</main>
</body>
</html>
`)
}

function headOf({ service, assets }: House, { title, again }: Page): SafeHtml {
  const refresh =
    again === undefined ? '' : html`<meta http-equiv="refresh" content="${again.seconds}; url=${again.path}">`
  return html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${refresh}<title>${title} - ${service} - Vigie</title><link rel="icon" href="${ICON}"><link rel="stylesheet" href="${assets.style}"><script type="module" src="${assets.script}"></script>`
}

function headerOf(house: House, { visitor, live }: Page): SafeHtml {
  return html`<header class="top"><a class="brand" href="/console"><span class="brand-name">Vigie</span> <span class="brand-service">${house.service}</span></a><div class="badges">${[
    house.demo ? html`<span class="badge">demo</span>` : '',
    house.store === 'memory'
      ? html`<span class="badge badge-warning">memory store: gone at restart</span>`
      : '',
    live === undefined ? '' : html`<span class="badge live" id="live-state" role="status" hidden></span>`,
  ]}</div>${visitor === undefined ? '' : whoIs(visitor, house.demo)}</header>`
}

function whoIs({ person, csrf }: Visitor, demo: boolean): SafeHtml {
  return html`<form class="who" method="post" action="/console/leave">${hiddenToHtml({ csrf })}<span><span class="who-word">${demo ? 'Acting as' : 'Signed in as'}</span> <strong>${person.name}</strong></span><button class="button button-quiet">${demo ? 'Change' : 'Leave'}</button></form>`
}

/** A page that only says something. */
export function noticeToHtml(title: string, body: SafeHtml): SafeHtml {
  return html`<section class="notice"><h1>${title}</h1>${body}</section>`
}
