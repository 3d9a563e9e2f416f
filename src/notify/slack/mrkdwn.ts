import type { Span, Text } from '../card.ts'
import { cut, escapeText } from './limits.ts'

/** The Slack id of a person of the directory, if they have one. */
export type Resolve = (person: string) => string | undefined

/** Without the full stop or bracket that ends the sentence around it. */
const ADDRESS = /(https?:\/\/[^\s<>|"]*[^\s<>|".,;:!?)])/
const WEB = /^https?:\/\//

/** Slack's markup for a text, at most `max` characters; a span that doesn't fit is cut, never torn open. */
export function toMrkdwn(text: Text, resolve: Resolve, max: number): string {
  let out = ''
  for (const span of spansOf(text)) {
    const room = max - out.length
    const rendered = renderSpan(span, resolve)
    if (rendered.length <= room) {
      out += rendered
      continue
    }
    return out + (room > 0 ? cut(wordsOf(span), room) : '')
  }
  return out
}

/** We switch Slack's own parsing off (`verbatim`: it would also find `@channel`), so addresses become links here. */
function spansOf(text: Text): readonly Span[] {
  const spans = typeof text === 'string' ? [text] : text
  return spans.flatMap((span) => (typeof span === 'string' ? withLinks(span) : [span]))
}

function withLinks(text: string): readonly Span[] {
  return text
    .split(ADDRESS)
    .filter((part) => part !== '')
    .map((part) => (WEB.test(part) ? { link: part, label: part } : part))
}

function renderSpan(span: Span, resolve: Resolve): string {
  if (typeof span === 'string') return escapeText(span)
  if ('bold' in span) return wrapped('*', span.bold)
  if ('code' in span) return wrapped('`', span.code)
  if ('person' in span) {
    const user = resolve(span.person)
    return user === undefined ? escapeText(span.name) : `<@${user}>`
  }
  return WEB.test(span.link)
    ? `<${address(span.link)}|${escapeText(oneLine(span.label))}>`
    : escapeText(span.label)
}

function wrapped(mark: string, words: string): string {
  const inside = escapeText(oneLine(words).replaceAll(mark, '').trim())
  return inside === '' ? '' : mark + inside + mark
}

function address(link: string): string {
  return escapeText(link.replace(/[\s<>|]/g, (character) => encodeURIComponent(character)))
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ')
}

function wordsOf(span: Span): string {
  if (typeof span === 'string') return span
  if ('bold' in span) return span.bold
  if ('code' in span) return span.code
  return 'person' in span ? span.name : span.label
}
