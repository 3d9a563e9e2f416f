import { html, type SafeHtml } from '@remix-run/html-template'
import { hiddenToHtml } from '../../notify/html/render.ts'
import type { DemoLeversSight } from './demo-levers.ts'
import type { DemoChoices, DemoPage, DemoRow, DemoValues } from './demo-world.ts'
import { keyed } from './feed.ts'

/** What the demo page shows; what is absent isn't part of this demo. */
export type DemoSight = {
  readonly tables?: { readonly rows: readonly DemoRow[]; readonly pages: readonly DemoPage[] }
  readonly levers?: DemoLeversSight | 'away'
}

export type DemoForm = {
  readonly choices: DemoChoices
  readonly values: DemoValues
  /** What is wrong with the name. */
  readonly fault?: string | undefined
}

/**
 * What one may do to GitHub and production, and a form that makes a row, with both systems beneath it: one watches
 * the release notice, and the page appear.
 */
export function demoToHtml(sight: DemoSight, csrf: string, form: DemoForm | undefined): SafeHtml {
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1>The systems of the demo</h1>${[
    surroundingsOf(sight, csrf),
    form === undefined ? '' : projectsOf(form, csrf),
    tablesOf(sight),
  ]}`
}

/** What the live script exchanges. */
export function demoPartToHtml(sight: DemoSight, csrf: string): SafeHtml {
  return html`${surroundingsOf(sight, csrf)}${tablesOf(sight)}`
}

function surroundingsOf({ levers }: DemoSight, csrf: string): SafeHtml {
  if (levers === undefined) return html``
  return html`<div id="demo-around">${keyed('demo-levers', levers, leversOf(levers, csrf))}</div>`
}

function leversOf(levers: DemoLeversSight | 'away', csrf: string): SafeHtml {
  if (levers === 'away')
    return html`<h2>GitHub and production</h2><p class="empty">They do not answer. This page asks again by itself.</p>`
  const facts = levers.facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
  const buttons = levers.levers.map((lever) => leverToHtml(lever, csrf))
  return html`<h2>GitHub and production</h2><p class="demo-lead">Type <code>/release minor</code> in <a href="/console">#ops</a>, then see here what a release is up against. Going back to the version before mends what broke.</p><dl class="card-fields demo-facts">${facts}</dl><div class="demo-levers">${buttons}</div>`
}

function leverToHtml({ id, label, tone }: DemoLeversSight['levers'][number], csrf: string): SafeHtml {
  const kind = tone === 'danger' ? 'button button-danger' : 'button'
  return html`<form method="post" action="/console/demo/levers">${hiddenToHtml({ csrf, lever: id })}<button class="${kind}">${label}</button></form>`
}

function projectsOf(form: DemoForm, csrf: string): SafeHtml {
  return html`<h2 class="apart">Baserow and Docmost</h2><p class="demo-lead">A project made here is made as somebody makes it in Baserow. Vigie hears of it, writes the page in Docmost, and puts the id of the page into the row. <a href="/console/sync">What waits, and what became of an event</a></p>${formOf(form, csrf)}`
}

function tablesOf({ tables }: DemoSight): SafeHtml {
  if (tables === undefined) return html``
  const { rows, pages } = tables
  return html`<div class="demo" id="demo">${[
    keyed('demo-rows', rows, rowsOf(rows)),
    keyed('demo-pages', pages, pagesOf(pages)),
  ]}</div>`
}

function formOf({ choices, values, fault }: DemoForm, csrf: string): SafeHtml {
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
  return html`<h3>Projects in Baserow <span class="count">${rows.length}</span></h3>${
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
  return html`<li><h4>${name === '' ? 'Without a name' : name} <span class="count">row ${id}</span></h4><dl class="card-fields">${fields.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></li>`
}

function pagesOf(pages: readonly DemoPage[]): SafeHtml {
  const items = [...pages].reverse().map(pageToHtml)
  return html`<h3>Pages in Docmost <span class="count">${pages.length}</span></h3>${
    pages.length === 0
      ? html`<p class="empty">There is no page.</p>`
      : html`<ol class="demo-list" role="list">${items}</ol>`
  }`
}

function pageToHtml({ id, title, icon, parent }: DemoPage): SafeHtml {
  const mark = icon === '' ? '' : html`<span class="demo-icon">${icon}</span> `
  const place = parent === '' ? 'At the top of the space' : `Under ${parent}`
  return html`<li id="page-${id}"><h4>${mark}${title === '' ? 'Untitled' : title}</h4><p class="demo-place">${place}</p><p><code>${id}</code></p></li>`
}
