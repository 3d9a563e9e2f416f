import type { Span } from '../card.ts'
import type { Look } from '../look.ts'

/** A configured runbook as a link, or its path where the repository has no address. */
export function runbookSpans(name: string, look: Pick<Look, 'runbook' | 'fileLink'>): readonly Span[] {
  const found = look.runbook(name)
  if (found === undefined) return []
  const link = look.fileLink(found.path)
  return [' - ', link === undefined ? { code: found.path } : { link, label: found.title }]
}
