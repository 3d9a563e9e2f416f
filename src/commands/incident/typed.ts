import type { Fields, Run } from '../../engine/run.ts'
import { notesNow } from '../../engine/standing.ts'
import type { Person } from '../../runs/people.ts'
import { perform, press } from '../act.ts'
import { refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { readSeverity } from '../declare.ts'
import { splitCommand } from '../parse.ts'
import { isDate, lastTimeAt } from '../when.ts'
import { isResolved, isUnderWay, whichIncident } from './which.ts'

/** What was typed after the incident, as the fields of the note; a sentence when it can't be read; undefined asks by form. */
type Read = (context: Context, rest: string, run: Run) => Fields | string | undefined

type Typed = { readonly note: string; readonly read: Read; readonly fits?: (run: Run) => boolean }

/** Notes that can be typed: `/incident note [INC-1] 14:20 the disk is full`. */
export const TYPED: Readonly<Record<string, Typed>> = {
  update: { note: 'update', read: (_context, rest) => whole('investigating', rest) },
  note: { note: 'note', read: readNote, fits: (run) => isUnderWay(run) || run.state === 'open' },
  lead: { note: 'lead', read: () => ({}) },
  comms: { note: 'comms', read: () => ({}) },
  scribe: { note: 'scribe', read: () => ({}) },
  checks: { note: 'checks', read: () => ({}) },
  snooze: { note: 'snooze30', read: () => ({}) },
  severity: { note: 'severity', read: readNewSeverity },
  dataloss: { note: 'dataLoss', read: (_context, rest) => whole('what', rest) },
  notice: {
    note: 'noticeFiled',
    read: (_context, rest) => whole('reference', rest),
    fits: (run) => run.facts['dataLoss'] === true,
  },
  workaround: { note: 'workaround', read: (_context, rest) => whole('workaround', rest) },
  action: {
    note: 'action',
    read: readAction,
    fits: (run) => isUnderWay(run) || (run.state === 'open' && isResolved(run)),
  },
  postmortem: {
    note: 'postmortem',
    read: () => ({}),
    fits: (run) => run.state === 'open' && isResolved(run),
  },
}

export async function typeNote(
  context: Context,
  speaker: Speaker,
  { note, read, fits }: Typed,
  text: string,
): Promise<Reply> {
  const found = await whichIncident(context, text, fits)
  if (!found.ok) return found.reply
  const { run, rest } = found
  const meant = meantNote(run, note, rest)
  const fields = read(context, rest, run)
  if (typeof fields === 'string') return refusal('Nothing changed', { lines: [fields] })
  const form = run.notes.find((one) => one.id === meant)?.form
  const act = { kind: 'note', run: run.id, note: meant, ...(form === undefined ? {} : { form }) } as const
  return fields === undefined ? press(context, speaker, act) : perform(context, speaker, act, fields)
}

/** Who takes the lead of an incident that has one takes it over; a snooze says how long. */
function meantNote(run: Run, note: string, rest: string): string {
  const offered = notesNow(run).map((one) => one.id)
  if (note === 'lead' && !offered.includes('lead') && offered.includes('takeover')) return 'takeover'
  const minutes = /^(30|60|90)$/.exec(rest)?.[1]
  return note === 'snooze30' && minutes !== undefined ? `snooze${minutes}` : note
}

function whole(field: string, rest: string): Fields | undefined {
  return rest === '' ? undefined : { [field]: rest }
}

/** `14:20 the disk is full`: with a time of its own when one is given. */
function readNote({ clock, settings }: Context, rest: string): Fields | undefined {
  if (rest === '') return undefined
  const { word, rest: text } = splitCommand(rest)
  const at = lastTimeAt(word, clock.now(), settings.timeZone)
  return at === undefined || text === '' ? { text: rest } : { text, at: String(at) }
}

function readNewSeverity(_context: Context, rest: string): Fields | string | undefined {
  if (rest === '') return undefined
  const { word, rest: reason } = splitCommand(rest)
  const severity = readSeverity(word)
  if (severity === undefined) return `There is no severity "${word.slice(0, 40)}": it is sev1, sev2 or sev3.`
  return reason === ''
    ? `Say why, so that the timeline tells it: /incident severity INC-1 ${severity} all users are affected`
    : { severity, reason }
}

/** `yan 2026-12-01 add an alert on disk space`; without an owner or a date the form asks. */
function readAction({ directory }: Context, rest: string): Fields | string | undefined {
  if (rest === '') return undefined
  const { word: first, rest: afterOwner } = splitCommand(rest)
  const owner = personNamed(directory.everyone, first)
  if (owner === undefined)
    return `"${first.slice(0, 40)}" is nobody I know. Type: /incident action yan 2026-12-01 what is to be done`
  const { word: due, rest: text } = splitCommand(afterOwner)
  if (!isDate(due) || text === '')
    return `When is it due, and what is it? Type: /incident action ${owner.id} 2026-12-01 what is to be done`
  return { text, owner: owner.id, due }
}

/** By id, by name, or as Slack writes somebody who was mentioned. */
export function personNamed(everyone: readonly Person[], word: string): Person | undefined {
  const mentioned = /^<@([uw][a-z0-9]+)(\|[^>]*)?>$/.exec(word)?.[1]?.toUpperCase()
  const plain = word.replace(/^@/, '').toLowerCase()
  return everyone.find(
    (person) =>
      person.id === plain ||
      person.name.toLowerCase() === plain ||
      (mentioned !== undefined && person.slack === mentioned),
  )
}
