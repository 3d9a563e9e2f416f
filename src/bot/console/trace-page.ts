import { html, type SafeHtml } from '@remix-run/html-template'
import type { TracedStep, TracedSteps } from '../../commands/sync/traced.ts'
import { textToHtml } from '../../notify/html/text.ts'

export function tracePath(event: string): string {
  return `/console/sync/trace?${new URLSearchParams({ event })}`
}

/** What became of an event, and how to ask for another. */
export function tracePage(asked: string, traced: TracedSteps | undefined): SafeHtml {
  const found = traced === undefined ? '' : tracedToHtml(asked, traced)
  return html`<p class="back"><a href="/console/sync">Docmost and Baserow</a></p><h1>What was done for an event</h1>${traceForm(asked)}${found}`
}

export function traceForm(asked: string): SafeHtml {
  return html`<form class="command trace-form" method="get" action="/console/sync/trace"><label for="trace">Event: its first letters are enough. Baserow shows its id in the call log of the webhook.</label><input id="trace" name="event" type="text" value="${asked}" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" required><button class="button">Trace</button></form>`
}

function tracedToHtml(asked: string, traced: TracedSteps): SafeHtml {
  switch (traced.kind) {
    case 'none':
      return html`<section><h2>No event begins with ${asked}</h2><p>Traces are kept a day. The log has older ones, by event_id.</p><p>An event that never came has none: <a href="/console/sync">Docmost and Baserow</a> says when the last one came, and how the webhooks are.</p></section>`
    case 'several':
      return html`<section><h2>Several events begin with ${asked}</h2><ul class="waits">${traced.events.map(
        ({ event, words }) =>
          html`<li><p>${textToHtml(words)}</p><p><a href="${tracePath(event)}">What was done<span class="quiet"> for ${event}</span></a></p></li>`,
      )}</ul><p class="empty">There may be more: type more of its letters.</p></section>`
    case 'one':
      return html`<section><h2><code>${traced.event}</code></h2>${
        traced.left > 0
          ? html`<p class="empty">${traced.left} earlier steps stand in the log, by event_id.</p>`
          : ''
      }<ol class="lines">${traced.steps.map(stepToHtml)}</ol><p class="trace-end"><strong>${traced.end}</strong></p></section>`
  }
}

function stepToHtml({ at, when, what, success }: TracedStep): SafeHtml {
  const failed = success ? '' : html`<strong class="refused">Failed</strong> `
  return html`<li><time datetime="${new Date(at).toISOString()}">${when}</time> <span>${failed}${what}</span></li>`
}
