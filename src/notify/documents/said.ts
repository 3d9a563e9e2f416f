import type { Fields } from '../../engine/run.ts'
import { textFact } from '../cards/incident-facts.ts'
import { inline } from './markdown.ts'

/** What a person answered, on one line and safe to print; undefined when they left it empty. */
export function said(fields: Fields | undefined, key: string): string | undefined {
  return inline(textFact(fields, key) ?? '') || undefined
}
