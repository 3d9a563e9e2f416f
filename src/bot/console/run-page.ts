import { html, type SafeHtml } from '@remix-run/html-template'
import type { RunPage } from '../../commands/feed.ts'
import type { Text } from '../../notify/card.ts'
import { buttonToHtml } from '../../notify/html/render.ts'
import { textToHtml } from '../../notify/html/text.ts'
import type { TimelineLine } from '../../notify/thread.ts'
import { commandBox, contextOf, keyed, type Sight, threadToHtml } from './feed.ts'
import { stepsToHtml } from './steps.ts'

/** One run: its card, its steps, what happened, and who did what through which door. */
export function runToHtml(
  { thread, steps, timeline, audit, note, postMortem, sayable }: RunPage,
  sight: Sight,
): SafeHtml {
  const addNote =
    note === undefined
      ? html``
      : html`<div class="section-act">${buttonToHtml(note, contextOf(sight, 3, { from: thread.run }))}</div>`
  return html`<div class="run" id="run">${[
    threadToHtml(thread, sight, true),
    keyed('steps', steps, stepsToHtml(steps)),
    keyed('timeline', [timeline, note], linesToHtml('Timeline', timeline, addNote)),
    keyed('post-mortem', postMortem, postMortem ? postMortemToHtml(thread.run) : html``),
    keyed('sayable', sayable, sayableToHtml(sayable)),
    keyed('audit', audit, linesToHtml('Audit', audit)),
  ]}</div>`
}

function postMortemToHtml(run: string): SafeHtml {
  const href = `/console/runs/${encodeURIComponent(run)}/post-mortem.md`
  return html`<p><a href="${href}" download>The post-mortem as Markdown</a>, in the playbook's template, with what is known so far.</p>`
}

/** What stands above the parts that are exchanged. `typed` stays in the command box after a refusal. */
export function runHead(run: string, sight: Sight, typed?: string): SafeHtml {
  const note = /^(REL|RBK)-/.test(run) ? '/release note' : '/incident note'
  const box = commandBox(sight, { typed, from: run, example: `${note} ${run} the disk is full` })
  return html`<p class="back"><a href="/console">All of #ops</a></p><h1 class="run-name">${run}</h1>${box}`
}

function linesToHtml(title: string, lines: readonly TimelineLine[], act = html``): SafeHtml {
  const items = lines.map(
    ({ at, when, what }) =>
      html`<li><time datetime="${new Date(at).toISOString()}">${when}</time><span>${textToHtml(what)}</span></li>`,
  )
  const list =
    lines.length === 0 ? html`<p class="empty">Nothing yet.</p>` : html`<ol class="lines">${items}</ol>`
  return html`<div class="section-head"><h2>${title}</h2>${act}</div>${list}`
}

function sayableToHtml(sayable: readonly Text[]): SafeHtml {
  if (sayable.length === 0) return html``
  const items = sayable.map((text) => html`<li>${textToHtml(text)}</li>`)
  return html`<details class="sayable" id="sayable-list"><summary>What one may type about it, here or in the chat</summary><ul>${items}</ul></details>`
}
