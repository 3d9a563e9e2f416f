import type { Fields } from '../../engine/run.ts'
import type { Span } from '../card.ts'
import type { Look } from '../look.ts'
import { textFact } from './incident-facts.ts'
import { author, ticket } from './spans.ts'

/** Shown elsewhere in the line, or of no use to people. */
const SILENT = ['at', 'message', 'issueUrl', 'pullUrl', 'digests']
/** Of a release: what its card shows whole, and the flags that follow from what is said beside them. */
const ON_THE_CARD = [
  'changes',
  'notes',
  'notesDigest',
  'committedAt',
  'compareUrl',
  'deployment',
  'deploymentUrl',
  'attempt',
  'reportedAt',
  'held',
  'blocked',
  'e2eMissing',
  'backupMissing',
  'frozen',
  'disagrees',
]
/** Their words say by themselves what they are. */
const BARE = ['text', 'title', 'workaround', 'suspects', 'reason', 'lines']
const PEOPLE = ['owner', 'lead']
const TICKETS = ['issue', 'pull']

/** What people have read on the card already, or is of no use to them. */
export function isForPeople(key: string): boolean {
  return !SILENT.includes(key) && !ON_THE_CARD.includes(key)
}

/** What was said or found out, with a dash before each: ` - investigating: Disk - eta: 15:00`. */
export function saidIn(fields: Fields, look: Pick<Look, 'nameOf'>): readonly Span[] {
  return Object.entries(fields).flatMap(([key, value]): readonly Span[] => {
    if (!isForPeople(key) || value === '') return []
    const label = BARE.includes(key) ? ' - ' : ` - ${wordsOf(key)}: `
    if (typeof value === 'boolean') return [label, value ? 'yes' : 'no']
    if (TICKETS.includes(key)) return [label, ticket(value, textFact(fields, `${key}Url`))]
    return [label, PEOPLE.includes(key) ? author(value, look) : shown(key, value)]
  })
}

function shown(key: string, value: string): Span {
  if (key === 'severity') return value.toUpperCase()
  return /^https?:\/\/\S+$/.test(value) ? { link: value, label: value } : value
}

/** `dataLoss` is `data loss` to people. */
function wordsOf(key: string): string {
  if (key.startsWith('check.')) return key.slice('check.'.length)
  return /^[a-z]+([A-Z][a-z]+)+$/.test(key)
    ? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : key
}
