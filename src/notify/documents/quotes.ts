import type { Entry } from '../../engine/run.ts'
import { momentOf } from './moment.ts'

/** A message of the chat that somebody marked for the timeline, as it reads now. */
export type Quote = { readonly at: number; readonly text: string }

/** Quotes by message, in the order in which they were marked. Edited ones have their latest text, deleted ones are gone. */
export function quotesOf(history: readonly Entry[]): readonly Quote[] {
  const quotes = new Map<string, Quote>()
  for (const entry of history) {
    if (entry.kind !== 'noted') continue
    const { message, text } = entry.fields
    if (typeof message !== 'string') continue
    const known = quotes.get(message)
    if (entry.what === 'quote-deleted') quotes.delete(message)
    else if (typeof text !== 'string') continue
    else if (entry.what === 'quoted') quotes.set(message, { at: momentOf(entry), text })
    else if (entry.what === 'quote-edited' && known !== undefined) quotes.set(message, { ...known, text })
  }
  return [...quotes.values()]
}
