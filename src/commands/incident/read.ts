import type { Fields, Run } from '../../engine/run.ts'
import { severityOf, textFact } from '../../notify/cards/incident-facts.ts'
import { isDate } from '../../notify/form.ts'
import type { Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { readSeverity } from '../declare.ts'
import { splitCommand } from '../parse.ts'
import { personNamed } from '../person-named.ts'
import { isOver, lastTimeAt } from '../when.ts'

/** What was typed after the incident, as the fields of the note; a sentence when it can't be read; undefined asks by form. */
export type Read = (context: Context, speaker: Speaker, rest: string, run: Run) => Fields | string | undefined

/** All of it is one field. */
export function whole(field: string): Read {
  return (_context, _speaker, rest) => (rest === '' ? undefined : { [field]: rest })
}

/** Nothing is to follow: whoever typed more means something that would not happen. */
export function nothing(instead: (run: Run) => string): Read {
  return (_context, _speaker, rest, run) => (rest === '' ? {} : instead(run))
}

export function readLead(_context: Context, { person }: Speaker, rest: string, run: Run): Fields | string {
  if (rest !== '') return ownRole('lead', run)
  return textFact(run.facts, 'lead') === person.id ? `You lead ${run.id} already.` : {}
}

export function ownRole(word: string, run: Run): string {
  return `Everybody takes a role themselves. Whoever is meant types: /incident ${word} ${run.id}`
}

/** `14:20 the disk is full`: with a time of its own when one is given. */
export function readNote({ clock, settings }: Context, _speaker: Speaker, rest: string): Fields | undefined {
  if (rest === '') return undefined
  const { word, rest: text } = splitCommand(rest)
  const at = lastTimeAt(word, clock.now(), settings.timeZone)
  return at === undefined || text === '' ? { text: rest } : { text, at: String(at) }
}

export function readNewSeverity(
  _context: Context,
  _speaker: Speaker,
  rest: string,
  run: Run,
): Fields | string | undefined {
  if (rest === '') return undefined
  const { word, rest: reason } = splitCommand(rest)
  const severity = readSeverity(word)
  if (severity === undefined) return `There is no severity "${word.slice(0, 40)}": it is sev1, sev2 or sev3.`
  if (run.facts['severity'] === severity) return `${run.id} is ${severityOf(run)} already.`
  return reason === ''
    ? `Say why, so that the timeline tells it: /incident severity ${run.id} ${severity} all users are affected`
    : { severity, reason }
}

/** `yan 2026-12-01 add an alert on disk space`; without anything the form asks. */
export function readAction(
  { directory, clock, settings }: Context,
  _speaker: Speaker,
  rest: string,
): Fields | string | undefined {
  if (rest === '') return undefined
  const { word: first, rest: afterOwner } = splitCommand(rest)
  const owner = personNamed(directory.everyone, first)
  if (owner === undefined)
    return `"${first.slice(0, 40)}" is nobody I know. The owner comes first: /incident action ${directory.everyone[0]?.id ?? 'yan'} 2026-12-01 what is to be done`
  const { word: due, rest: text } = splitCommand(afterOwner)
  if (!isDate(due))
    return `"${due.slice(0, 40)}" is no date. It comes after the owner, as year, month and day: /incident action ${owner.id} 2026-12-01 what is to be done`
  if (isOver(due, clock.now(), settings.timeZone)) return `${due} is over already: it would be late at once.`
  if (text === '') return `What is to be done? Type: /incident action ${owner.id} ${due} what is to be done`
  return { text, owner: owner.id, due }
}
