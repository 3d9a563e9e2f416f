import type { Run } from '../../../../engine/run.ts'
import { durationOf } from '../../../../engine/timers.ts'
import type { Text } from '../../../card.ts'
import { formatSpan, formatTime } from '../../../time.ts'
import { textFact, titleOf } from '../../incident-facts.ts'
import { askedOf } from '../asked.ts'
import { type Moment, runAt } from '../moment.ts'
import { offerNote } from '../offer.ts'
import { byline, everyoneOf, lateLine, nameOfIncident } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Data may be lost: who is to know, who confirms, what confirming does, what the law asks. */
export function dataLoss(moment: Moment): Words {
  const { run, now, entry, look } = moment
  const asked = askedOf(run, look).id
  const told = [look.onCall.backup, ...look.membersOf('direction')].filter((id) => id !== asked)
  return {
    title: `Data may be lost - ${nameOfIncident(run)}`,
    status: 'critical',
    fields: [{ label: 'What', value: whatIsLost(moment) }],
    lines: [
      confirming(moment),
      ...(told.length === 0 ? [] : [[...everyoneOf(told, look), ' - for you to know.']]),
      `GDPR art. 33: the data-protection authority is to be told within ${limitOf(run)}${by(moment, ', by')}.`,
      ...drillLine(run),
      ...lateLine(entry),
    ],
    buttons: offerNote(now, 'confirmDataLoss'),
  }
}

function whatIsLost({ run, entry }: Moment): string {
  return (
    textFact(entry.fields, 'what') ??
    textFact(entry.fields, 'impact') ??
    textFact(run.facts, 'symptom') ??
    titleOf(run)
  )
}

function confirming({ run, look }: Moment): Text {
  if (run.facts['confirmed'] === true) return 'Confirmed; the e-mail to everybody is on its way.'
  const { name, why } = askedOf(run, look)
  const led = textFact(run.facts, 'lead') !== undefined && why === ''
  const role = led ? 'you lead, so you confirm it' : `${why}any responder confirms it`
  return [name, ` - ${role}. Confirming e-mails everybody once.`]
}

/** A day is left. */
export function noticeSoon(moment: Moment): Words {
  const { run, now, entry } = moment
  const due = noticeDueAt(moment)
  const left = due === undefined || due <= entry.at ? 'No time' : formatSpan(due - entry.at)
  return {
    title: `${left} left to tell the authority - ${run.id}`,
    status: 'warning',
    lines: [
      asking(moment, `file the notice${by(moment, ' by')} (GDPR art. 33): data may have been lost.`),
      ...drillLine(run),
      ...lateLine(entry),
    ],
    buttons: offerNote(now, 'noticeFiled'),
  }
}

/** The time that the law gives is over. */
export function noticeDue(moment: Moment): Words {
  const { run, now, entry } = moment
  return {
    title: `Tell the authority now - ${nameOfIncident(run)}`,
    status: 'critical',
    lines: [
      asking(moment, `the ${limitOf(run)} of GDPR art. 33 are over. File the notice now.`),
      'A late notice gives the reasons for the delay (art. 33.1).',
      ...drillLine(run),
      ...lateLine(entry),
    ],
    buttons: offerNote(now, 'noticeFiled'),
  }
}

function asking({ run, look }: Moment, words: string): Text {
  const { id, why } = askedOf(run, look)
  return [...everyoneOf([id, ...look.membersOf('direction')], look), ` - ${why}${words}`]
}

export function noticeFiled(moment: Moment): Words {
  const { run, entry, look } = moment
  const due = noticeDueAt(moment)
  const inTime = due === undefined || entry.at <= due
  return {
    title: `Authority notified - ${run.id}`,
    status: 'done',
    fields: [{ label: 'Reference', value: textFact(entry.fields, 'reference') ?? 'not said' }],
    lines: [inTime ? `Within the ${limitOf(run)}.` : `Late by ${formatSpan(entry.at - due)}.`],
    footer: byline(entry, look),
  }
}

function drillLine(run: Run): readonly Text[] {
  return run.facts['drill'] === true ? ['A drill: nobody is e-mailed, and nothing is filed.'] : []
}

function limitOf(run: Run): string {
  const limit = durationOf(run, 'noticeDue')
  return typeof limit === 'number' ? `${limit / 3_600_000} h` : '72 h'
}

/** `, by 26 Nov 14:32` */
function by(moment: Moment, word: string): string {
  const due = noticeDueAt(moment)
  return due === undefined ? '' : `${word} ${formatTime(due, moment.look)}`
}

/** As the timer has it; once that is over, counted from when the loss was flagged. */
function noticeDueAt({ run, now }: Moment): number | undefined {
  const timer = now.timers.find((one) => one.rule === 'noticeDue')
  if (timer !== undefined) return timer.dueAt
  const flagged = run.history.find((_entry, n) => isFlagged(runAt(run, n)))
  const limit = durationOf(run, 'noticeDue')
  return flagged === undefined || typeof limit !== 'number' ? undefined : flagged.at + limit
}

function isFlagged({ facts }: Run): boolean {
  return facts['dataLoss'] === true && textFact(facts, 'severity') !== undefined
}
