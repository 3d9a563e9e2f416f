import { html, type SafeHtml } from '@remix-run/html-template'
import type { SyncBoard, WaitingRow } from '../../commands/sync/board.ts'
import type { Field } from '../../notify/card.ts'
import { cardToHtml, hiddenToHtml } from '../../notify/html/render.ts'
import { textToHtml } from '../../notify/html/text.ts'
import { commandBox, contextOf, keyed, type Sight } from './feed.ts'
import { traceForm, tracePath } from './trace-page.ts'

/** Where the answer of a command goes that was given on this page: no run is called so. */
export const SYNC = 'sync'

/** What stands above the parts that are exchanged. `typed` stays in the command box after a refusal. */
export function syncHead(sight: Sight, typed?: string): SafeHtml {
  const box = commandBox(sight, { typed, from: SYNC, example: '/sync force projet 42' })
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1>Docmost and Baserow</h1>${box}${traceForm('')}`
}

/** What the live script exchanges. */
export function boardToHtml(board: SyncBoard, sight: Sight): SafeHtml {
  const { state, facts, waiting, waitingInAll, retryAll } = board
  return html`<div class="sync" id="sync">${[
    keyed('sync-state', state, cardToHtml(state, contextOf(sight, 2))),
    keyed('sync-waiting', [waiting, waitingInAll, retryAll], waitingToHtml(board, sight)),
    keyed('sync-facts', facts, factsToHtml(facts)),
  ]}</div>`
}

function factsToHtml(facts: readonly Field[]): SafeHtml {
  const rows = facts.map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd>${textToHtml(value)}</dd></div>`,
  )
  return html`<div class="section-head"><h2>How it stands</h2></div><dl class="card-fields">${rows}</dl>`
}

function waitingToHtml({ waiting, waitingInAll, retryAll }: SyncBoard, sight: Sight): SafeHtml {
  const act =
    retryAll === undefined
      ? ''
      : html`<div class="section-act">${sayButton(sight, retryAll, 'Retry all')}</div>`
  const head = html`<div class="section-head"><h2>Longest waiting <span class="count">${waitingInAll}</span></h2>${act}</div>`
  if (waiting.length === 0) return html`${head}<p class="empty">Nothing waits.</p>`
  const left = waitingInAll - waiting.length
  const more = left > 0 ? html`<p class="empty">${left} more are not shown.</p>` : ''
  return html`${head}<ol class="waits" role="list">${waiting.map((row) => rowToHtml(row, sight))}</ol>${more}`
}

function rowToHtml({ entity, how, because, next, event, retry }: WaitingRow, sight: Sight): SafeHtml {
  const trace =
    event === undefined
      ? ''
      : html`<a href="${tracePath(event)}">What was done<span class="quiet"> for ${entity}</span></a>`
  const button =
    retry === undefined ? '' : sayButton(sight, retry, html`Retry<span class="quiet"> ${entity}</span>`)
  return html`<li><h3>${entity} <span class="count">${how}</span></h3><p>${because}</p><p class="waits-next">${next}</p><div class="card-buttons">${button}${trace}</div></li>`
}

/** Says what one could type: the same door, the same rights. */
function sayButton({ visitor, nonce }: Sight, text: string, label: string | SafeHtml): SafeHtml {
  const hidden = { csrf: visitor.csrf, nonce: nonce(), from: SYNC, text }
  return html`<form method="post" action="/console/command">${hiddenToHtml(hidden)}<button class="button">${label}</button></form>`
}
