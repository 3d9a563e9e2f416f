import { type Entry, type Fields, type Run, VIGIE } from '../../../engine/run.ts'
import type { CardStatus, Span, Text } from '../../card.ts'
import type { Look } from '../../look.ts'
import { formatSpan, formatTime } from '../../time.ts'
import { severityOf, textFact, titleOf } from '../incident-facts.ts'
import { person, ticket } from '../spans.ts'

/** `INC-1 [SEV1] Docmost is down` */
export function nameOfIncident(run: Run): string {
  const severity = textFact(run.facts, 'severity') === undefined ? '' : ` [${severityOf(run)}]`
  return `${run.id}${severity} ${titleOf(run)}`
}

/** How loud a message about the incident is. */
export function weightOf(run: Run): CardStatus {
  const severity = textFact(run.facts, 'severity')
  if (severity === 'sev1') return 'critical'
  return severity === 'sev3' ? 'info' : 'warning'
}

/** `Yan at 14:42`; what Vigie heard of carries who did it there, a login. */
export function byline({ by, at, fields = {} }: Deed, look: Look): readonly Span[] {
  const who = by === VIGIE ? (textFact(fields, 'by') ?? 'Vigie') : person(by, look)
  return [who, ` at ${formatTime(at, look)}`]
}

type Deed = Pick<Entry, 'by' | 'at'> & Partial<Pick<Entry, 'fields'>>

/** `Corentin, Yan and Ludo`; each once. */
export function everyoneOf(ids: readonly string[], look: Look): readonly Span[] {
  const once = [...new Set(ids)]
  return once.flatMap((id, n) => {
    const between = n === 0 ? [] : [n === once.length - 1 ? ' and ' : ', ']
    return [...between, person(id, look)]
  })
}

/** A timer that came later than it should says by how much, and why. */
export function lateLine({ late }: Pick<Entry, 'late'>): readonly Text[] {
  if (late === undefined) return []
  return [`This is late by ${formatSpan(late.ms)}${late.restart ? ' (restart)' : ''}.`]
}

/** `1 alert`, `3 alerts` */
export function counted(count: number | string, thing: string): string {
  return `${count} ${thing}${String(count) === '1' ? '' : 's'}`
}

/** The lines of a field that carries several. */
export function linesOf(fields: Fields, key: string): readonly string[] {
  return (textFact(fields, key) ?? '').split('\n').filter((line) => line.trim() !== '')
}

/** Addresses in somebody's words become links. */
export function linked(words: string): readonly Span[] {
  return words
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter((part) => part !== '')
    .map((part) => (/^https?:\/\//.test(part) ? { link: part, label: part } : part))
}

/** `issue` and `issueUrl`, `pull` and `pullUrl`: the number as a link where its address is known. */
export function ticketIn(fields: Fields, key: 'issue' | 'pull'): Span | undefined {
  const number = textFact(fields, key)
  return number === undefined ? undefined : ticket(number, textFact(fields, `${key}Url`))
}
