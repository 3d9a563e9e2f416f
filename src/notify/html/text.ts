import { html, type SafeHtml } from '@remix-run/html-template'
import type { Span, Text } from '../card.ts'

/** Somebody's words as HTML: everything in them is escaped, only spans become elements. */
export function textToHtml(text: Text): SafeHtml {
  return typeof text === 'string' ? html`${text}` : html`${text.map(spanToHtml)}`
}

function spanToHtml(span: Span): SafeHtml {
  if (typeof span === 'string') return html`${span}`
  if ('bold' in span) return html`<strong>${span.bold}</strong>`
  if ('code' in span) return html`<code>${span.code}</code>`
  if ('person' in span) return html`<span class="person">${span.name}</span>`
  return linkToHtml(span.link, span.label)
}

/** Only web addresses become links: `javascript:` and its like stay words. */
function linkToHtml(link: string, label: string): SafeHtml {
  const protocol = URL.canParse(link) ? new URL(link).protocol : ''
  return protocol === 'https:' || protocol === 'http:'
    ? html`<a href="${link}" rel="noopener noreferrer">${label}</a>`
    : html`${label} (${link})`
}
