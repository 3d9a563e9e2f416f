import type { Fields, Run } from '../../engine/run.ts'
import { resolutionOf, severityOf, textFact } from '../../notify/cards/incident-facts.ts'
import { isDate } from '../../notify/form.ts'
import type { Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { readSeverity } from '../declare.ts'
import { splitCommand } from '../parse.ts'
import { personNamed } from '../person-named.ts'
import { isOver, lastTimeAt, timeOn } from '../when.ts'

/** What was typed after the incident, as the fields of the note; a sentence when it can't be read; undefined asks by form. */
export type Read = (context: Context, speaker: Speaker, rest: string, run: Run) => Fields | string | undefined

const DAY_MS = 24 * 3_600_000

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

/**
 * `14:20 the disk is full`, `2026-11-23 14:20 the disk is full`: with a time of its own when one is given. Without a day it
 * is the last such time; for an incident that was resolved more than a day ago, the last one until it was.
 */
export function readNote(
  { clock, settings }: Context,
  _speaker: Speaker,
  rest: string,
  run: Run,
): Fields | undefined {
  if (rest === '') return undefined
  const { timeZone } = settings
  const [, day, time, text] = /^(?:(\d{4}-\d\d-\d\d)\s+)?(\d{1,2}:\d\d)\s+(\S[\s\S]*)$/.exec(rest) ?? []
  if (time === undefined || text === undefined) return { text: rest }
  const now = clock.now()
  const resolvedAt = resolutionOf(run)?.at ?? now
  const until = now - resolvedAt < DAY_MS ? now : resolvedAt
  const at = day === undefined ? lastTimeAt(time, until, timeZone) : timeOn(day, time, timeZone)
  return at === undefined || at > now ? { text: rest } : { text, at: String(at) }
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
