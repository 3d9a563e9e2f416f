import { html, type SafeHtml } from '@remix-run/html-template'
import { hiddenToHtml } from '../../notify/html/render.ts'
import type { DemoChoices, DemoPage, DemoRow, DemoValues } from './demo-world.ts'
import { keyed } from './feed.ts'

/** What the demo page shows of both systems. */
export type DemoSight = { readonly rows: readonly DemoRow[]; readonly pages: readonly DemoPage[] }

export type DemoForm = {
  readonly choices: DemoChoices
  readonly csrf: string
  readonly values: DemoValues
  /** What is wrong with the name. */
  readonly fault?: string | undefined
}

/** A form that makes a row, and beneath it both systems: one watches the page appear and its id being written back. */
export function demoToHtml(sight: DemoSight, form: DemoForm): SafeHtml {
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1>Baserow and Docmost of the demo</h1><p class="demo-lead">A project made here is made as somebody makes it in Baserow. Vigie hears of it, writes the page in Docmost, and puts the id of the page into the row. <a href="/console/sync">What waits, and what became of an event</a></p>${formOf(form)}${demoPartToHtml(sight)}`
}

/** What the live script exchanges. */
export function demoPartToHtml({ rows, pages }: DemoSight): SafeHtml {
  return html`<div class="demo" id="demo">${[
    keyed('demo-rows', rows, rowsOf(rows)),
    keyed('demo-pages', pages, pagesOf(pages)),
  ]}</div>`
}

function formOf({ choices, csrf, values, fault }: DemoForm): SafeHtml {
  const note = fault === undefined ? '' : html`<p class="fault" id="demo-fault">${fault}</p>`
  const invalid =
    fault === undefined ? '' : html` aria-invalid="true" aria-describedby="demo-fault" autofocus`
  return html`<form class="demo-form" method="post" action="/console/demo">${hiddenToHtml({ csrf })}<div class="input"><label for="demo-name">Name of the project</label><input id="demo-name" name="name" type="text" value="${values.name}" autocomplete="off"${invalid} required>${note}</div>${[
    select('client', 'Client', choices.clients, values.client),
    select('status', 'Status', choices.statuses, values.status),
  ]}<button class="button button-primary">Create the row</button></form>`
}

function select(name: string, label: string, values: readonly string[], chosen: string): SafeHtml {
  const options = values.map((value) => {
    const selected = value === chosen ? html` selected` : ''
    return html`<option${selected}>${value}</option>`
  })
  return html`<div class="input"><label for="demo-${name}">${label}</label><select id="demo-${name}" name="${name}">${options}</select></div>`
}

function rowsOf(rows: readonly DemoRow[]): SafeHtml {
  const items = [...rows].reverse().map(rowToHtml)
  return html`<h2>Projects in Baserow <span class="count">${rows.length}</span></h2>${
    rows.length === 0
      ? html`<p class="empty">There is no project.</p>`
      : html`<ol class="demo-list" role="list">${items}</ol>`
  }`
}

function rowToHtml({ id, name, client, status, page }: DemoRow): SafeHtml {
  const written =
    page === ''
      ? html`<span class="empty">none yet</span>`
      : html`<a href="#page-${page}"><code>${page}</code></a>`
  const fields = [
    ['Client', client === '' ? 'none' : client],
    ['Status', status === '' ? 'none' : status],
    ['Page id', written],
  ] as const
  return html`<li><h3>${name === '' ? 'Without a name' : name} <span class="count">row ${id}</span></h3><dl class="card-fields">${fields.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></li>`
}

function pagesOf(pages: readonly DemoPage[]): SafeHtml {
  const items = [...pages].reverse().map(pageToHtml)
  return html`<h2>Pages in Docmost <span class="count">${pages.length}</span></h2>${
    pages.length === 0
      ? html`<p class="empty">There is no page.</p>`
      : html`<ol class="demo-list" role="list">${items}</ol>`
  }`
}

function pageToHtml({ id, title, icon, parent }: DemoPage): SafeHtml {
  const mark = icon === '' ? '' : html`<span class="demo-icon">${icon}</span> `
  const place = parent === '' ? 'At the top of the space' : `Under ${parent}`
  return html`<li id="page-${id}"><h3>${mark}${title === '' ? 'Untitled' : title}</h3><p class="demo-place">${place}</p><p><code>${id}</code></p></li>`
}
