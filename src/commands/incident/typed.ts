import type { Fields, Run } from '../../engine/run.ts'
import { choicesNow, notesNow } from '../../engine/standing.ts'
import type { Text } from '../../notify/card.ts'
import { readForm } from '../../notify/form.ts'
import { formFor } from '../../notify/forms/index.ts'
import { formatTime } from '../../notify/time.ts'
import { type Doing, perform, press } from '../act.ts'
import { refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import { type Context, lookOf } from '../context.ts'
import { handBack } from '../typed-text.ts'
import {
  nothing,
  ownRole,
  type Read,
  readAction,
  readLead,
  readNewSeverity,
  readNote,
  whole,
} from './read.ts'
import { readSnooze, snoozeOf, tellReminder } from './snooze.ts'
import { isResolved, isUnderWay, whichIncident } from './which.ts'
import { whyNot } from './why-not.ts'

type Typed = {
  readonly note: string
  readonly read: Read
  /** Which incidents can be meant when none is named; those under way when absent. */
  readonly fits?: (run: Run) => boolean
  /** What happens next, for whoever said it. */
  readonly tell?: (context: Context, run: Run, fields: Fields) => readonly Text[]
}

/** Notes that can be typed: `/incident note [INC-1] 14:20 the disk is full`. */
export const TYPED: ReadonlyMap<string, Typed> = new Map<string, Typed>([
  ['update', { note: 'update', read: whole('investigating') }],
  ['note', { note: 'note', read: readNote, fits: (run) => run.state === 'open', tell: tellMoment }],
  ['lead', { note: 'lead', read: readLead }],
  ['comms', { note: 'comms', read: nothing((run) => ownRole('comms', run)) }],
  ['scribe', { note: 'scribe', read: nothing((run) => ownRole('scribe', run)) }],
  [
    'checks',
    {
      note: 'checks',
      read: nothing((run) => `All configured addresses are asked together: /incident checks ${run.id}`),
      tell: () => ['What they answer appears under the card.'],
    },
  ],
  ['snooze', { note: 'snooze30', read: readSnooze, tell: tellReminder }],
  ['severity', { note: 'severity', read: readNewSeverity }],
  [
    'dataloss',
    {
      note: 'dataLoss',
      read: whole('what'),
      tell: () => ['The lead confirms it on the card; nobody is e-mailed before.'],
    },
  ],
  [
    'notice',
    { note: 'noticeFiled', read: whole('reference'), fits: (run) => run.facts['dataLoss'] === true },
  ],
  ['workaround', { note: 'workaround', read: whole('workaround') }],
  [
    'action',
    { note: 'action', read: readAction, fits: (run) => isUnderWay(run) || isResolved(run), tell: tellAction },
  ],
  [
    'postmortem',
    {
      note: 'postmortem',
      read: nothing((run) => `Type it without more: /incident postmortem ${run.id}`),
      fits: isResolved,
      tell: () => ['The pull request appears under the card.'],
    },
  ],
])

/** `word` is the subcommand, `text` what was typed after it. */
export async function typeNote(
  context: Context,
  speaker: Speaker,
  word: string,
  { note, read, fits, tell }: Typed,
  text: string,
): Promise<Reply> {
  const found = await whichIncident(context, { word, text, fits })
  if (!found.ok) return found.reply
  const { run, rest } = found
  const meant = meantNote(run, note, rest)
  const act = actOf(run, meant)
  // A repeated delivery answers as the first did, whatever stands in its way by now.
  if (run.history.some((entry) => entry.key === speaker.key)) return perform(context, speaker, act, {})
  const fields = whyNot(context, speaker, run, meant) ?? read(context, speaker, rest, run)
  if (fields === undefined) return press(context, speaker, act)
  if (typeof fields === 'string') return nothingChanged(fields, rest)
  const fault = tooLong(context, run, act, fields)
  if (fault !== undefined) return nothingChanged(fault, rest)
  const reply = await perform(context, speaker, act, fields)
  const now = tell === undefined ? undefined : await context.store.get(run.id)
  return now === undefined || tell === undefined ? reply : withLines(reply, tell(context, now, fields))
}

function nothingChanged(why: string, typed: string): Reply {
  return refusal('Nothing changed', { lines: [why, ...handBack(typed)] })
}

/** Who takes the lead of an incident that has one takes it over; a snooze says how long. */
function meantNote(run: Run, note: string, rest: string): string {
  const offered = notesNow(run).map((one) => one.id)
  if (note === 'lead' && !offered.includes('lead') && offered.includes('takeover')) return 'takeover'
  return note === 'snooze30' ? `snooze${snoozeOf(rest) ?? 30}` : note
}

/** The note; or the choice of the step that asks for the same form, for then that is what ends the step. */
function actOf(run: Run, note: string): Doing {
  const form = run.notes.find((one) => one.id === note)?.form
  const choice = choicesNow(run).find((one) => form !== undefined && one.form === form)
  const asked = form === undefined ? {} : { form }
  return choice === undefined
    ? { kind: 'note', run: run.id, note, ...asked }
    : { kind: 'choose', run: run.id, step: run.step, choice: choice.id, ...asked }
}

/** What the form would not take is not taken typed either. */
function tooLong({ directory }: Context, run: Run, act: Doing, fields: Fields): string | undefined {
  const around = { people: directory.everyone, run }
  const form = act.form === undefined ? undefined : formFor(act.form, { kind: 'act', act }, around)
  const filled = form === undefined ? undefined : readForm(form, fields)
  if (form === undefined || filled === undefined || filled.ok) return undefined
  const long = form.inputs.find(
    (input) =>
      (input.kind === 'line' || input.kind === 'paragraph') &&
      fields[input.id] !== undefined &&
      filled.faults[input.id] !== undefined,
  )
  return long && `${long.label}: ${filled.faults[long.id]}. Say it shorter.`
}

function withLines(reply: Reply, lines: readonly Text[]): Reply {
  if (reply.kind !== 'answer' || !reply.ok) return reply
  return { ...reply, card: { ...reply.card, lines: [...reply.card.lines, ...lines] } }
}

function tellMoment(context: Context, _run: Run, { at }: Fields): readonly Text[] {
  return at === undefined ? [] : [`It happened at ${formatTime(Number(at), lookOf(context))}.`]
}

function tellAction({ directory }: Context, _run: Run, { owner, due }: Fields): readonly Text[] {
  return [`Owner: ${directory.nameOf(String(owner))} - due: ${due}`]
}
