import type { Fields } from '../../engine/run.ts'
import type { Span } from '../card.ts'
import { textFact } from './incident-facts.ts'
import { ticket } from './spans.ts'

/** Shown elsewhere in the line. */
const SILENT = ['at', 'message', 'author', 'issueUrl', 'pullUrl']
/** Their words say by themselves what they are. */
const BARE = ['text', 'title', 'workaround', 'suspects', 'reason']

/** What was said or found out, with a dash before each: ` - investigating: Disk - eta: 15:00`. */
export function saidIn(fields: Fields): readonly Span[] {
  return Object.entries(fields).flatMap(([key, value]): readonly Span[] => {
    if (SILENT.includes(key) || value === '') return []
    const label = BARE.includes(key) ? ' - ' : ` - ${wordsOf(key)}: `
    return [label, shown(fields, key, value)]
  })
}

function shown(fields: Fields, key: string, value: string | boolean): Span {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (key === 'severity') return value.toUpperCase()
  const url = textFact(fields, `${key}Url`)
  if (url !== undefined || ((key === 'issue' || key === 'pull') && /^\d+$/.test(value)))
    return ticket(value, url)
  return /^https?:\/\/\S+$/.test(value) ? { link: value, label: value } : value
}

/** `dataLoss` is `data loss` to people. */
function wordsOf(key: string): string {
  return /^[a-z]+([A-Z][a-z]+)+$/.test(key)
    ? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : key
}
