import { html, type SafeHtml } from '@remix-run/html-template'
import { textToHtml } from '../../notify/html/text.ts'
import type { TimelineLine } from '../../notify/thread.ts'
import { keyed, type Sight, threadToHtml } from './feed.ts'
import type { RunView } from './view.ts'

/** One run: its card, what happened, and who did what through which door. */
export function runToHtml({ thread, timeline, audit }: RunView, sight: Sight): SafeHtml {
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1 class="run-name">${thread.run}</h1><div class="run" id="run">${[
    threadToHtml(thread, sight, true),
    linesOf('timeline', 'Timeline', timeline),
    linesOf('audit', 'Audit', audit),
  ]}</div>`
}

function linesOf(name: string, title: string, lines: readonly TimelineLine[]): SafeHtml {
  const items = lines.map(
    ({ at, when, what }) =>
      html`<li><time datetime="${new Date(at).toISOString()}">${when}</time><span>${textToHtml(what)}</span></li>`,
  )
  const list =
    lines.length === 0 ? html`<p class="empty">Nothing yet.</p>` : html`<ol class="lines">${items}</ol>`
  return keyed(name, lines, html`<h2>${title}</h2>${list}`)
}
