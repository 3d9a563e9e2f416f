import type { Entry } from '../../engine/run.ts'
import type { Span } from '../card.ts'
import type { Look } from '../look.ts'
import { textFact } from './incident-facts.ts'
import { author } from './spans.ts'

const QUOTES = ['quoted', 'quote-edited', 'quote-deleted']

export function isQuote({ kind, what }: Entry): boolean {
  return kind === 'noted' && QUOTES.includes(what)
}

/** The entries that marked a message which is still there, each with its latest words. */
export function quotesOf(history: readonly Entry[]): ReadonlyMap<Entry, string> {
  const byMessage = new Map<string, { readonly entry: Entry; readonly text: string }>()
  for (const entry of history.filter(isQuote)) {
    const message = textFact(entry.fields, 'message')
    if (message === undefined) continue
    const known = byMessage.get(message)
    const text = textFact(entry.fields, 'text') ?? ''
    if (entry.what === 'quote-deleted') byMessage.delete(message)
    else if (entry.what === 'quoted') byMessage.set(message, { entry: known?.entry ?? entry, text })
    else if (known !== undefined) byMessage.set(message, { ...known, text })
  }
  return new Map([...byMessage.values()].map(({ entry, text }) => [entry, text]))
}

/** `"It is slow" - Nadia - marked by Yan (slack)`: who said it, and who thought that it matters. */
export function quoteWords(entry: Entry, text: string, look: Look): readonly Span[] {
  const said = textFact(entry.fields, 'author')
  const marked = textFact(entry.fields, 'marked')
  const link = textFact(entry.fields, 'link')
  return [
    `"${text}"`,
    ...(said === undefined ? [] : [' - ', author(said, look)]),
    ...(marked === undefined ? [] : [' - marked by ', author(marked, look)]),
    ` (${entry.door})`,
    ...(link === undefined ? [] : [' - ', { link, label: 'message' }]),
  ]
}
