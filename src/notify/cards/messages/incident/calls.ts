import { durationOf } from '../../../../engine/timers.ts'
import type { Text } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { formatSpan, formatTime } from '../../../time.ts'
import { latestUpdate, severityOf, textFact, titleOf } from '../../incident-facts.ts'
import { person } from '../../spans.ts'
import { askedOf } from '../asked.ts'
import { earlier, type Moment } from '../moment.ts'
import { codeOf, offerChoice, offerChoices, offerNote } from '../offer.ts'
import { everyoneOf, lateLine, nameOfIncident, weightOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Asks the lead for the update that is due, or whoever is on call when the lead left. */
export function reminder({ run, now, entry, look }: Moment): Words {
  const last = latestUpdate(run)
  const since = last === undefined ? 'since it was declared' : `since ${formatTime(last.at, look)}`
  const asked = askedOf(run, look)
  return {
    title: `Update due - ${run.id}`,
    status: 'warning',
    lines: [
      [
        asked.name,
        ` - ${asked.why}no update ${since}. Say where it stands, every ${spanOf(run, 'remind')} at least: Update on the card.`,
      ],
      ...lateLine(entry),
    ],
    buttons: [
      ...offerNote(now, 'update'),
      ...(asked.why === '' ? [] : ['lead', 'takeover'].flatMap((note) => offerNote(now, note))),
      ...[30, 60, 90].flatMap((minutes) => offerNote(now, `snooze${minutes}`)),
    ],
  }
}

/** An alert became an incident: the channel and whoever is on call hear of it, in the playbook's words. */
export function declared({ run, now, look }: Moment): Words {
  return {
    title: `[${severityOf(run)}] ${look.service} - investigating, ETA unknown`,
    status: 'critical',
    lines: [
      [person(look.onCall.primary, look), ` - you are on call, please acknowledge: ${titleOf(run)}`],
      targetLine(run),
    ],
    buttons: offerChoice(now, 'acknowledge'),
    ...codeOf(now),
  }
}

/** Calls the backup when nobody took the incident in time. */
export function backup({ run, now, entry, look }: Moment): Words {
  return {
    title: `Not acknowledged - ${nameOfIncident(run)}`,
    status: 'critical',
    lines: [
      [
        person(look.onCall.backup, look),
        ` - backup, please take it: nobody acknowledged for ${spanOf(run, 'callBackup')}; `,
        person(look.onCall.primary, look),
        ' was called first.',
      ],
      targetLine(run),
      ...lateLine(entry),
    ],
    buttons: offerChoice(now, 'acknowledge'),
    ...codeOf(now),
  }
}

/** Calls everybody who owns the product: on call did not answer. */
export function owners({ run, now, entry, look }: Moment): Words {
  const called = look.membersOf('owners')
  const { primary, backup: second } = look.onCall
  return {
    title: `Nobody answers - ${nameOfIncident(run)}`,
    status: 'critical',
    lines: [
      called.length === 0
        ? 'Nobody is in the group owners: whoever reads this, please take it.'
        : [...everyoneOf(called, look), ' - one of you, please take it.'],
      [
        `Not acknowledged for ${spanOf(run, 'callOwners')}: `,
        ...everyoneOf([primary, second], look),
        ' were called before.',
      ],
      targetLine(run),
      ...lateLine(entry),
    ],
    buttons: offerChoice(now, 'acknowledge'),
    ...codeOf(now),
  }
}

function targetLine(run: Moment['run']): Text {
  return `The target of ${severityOf(run)}: acknowledged within ${spanOf(run, 'acknowledge')}.`
}

/** The target is missed: for the timeline, whoever was called already. */
export function breach({ run, now, entry }: Moment): Words {
  return {
    title: `Target missed - ${run.id}`,
    status: weightOf(run),
    lines: [
      `Not acknowledged within ${spanOf(run, 'acknowledge')}, the target of ${severityOf(run)}. The timeline keeps it.`,
      ...lateLine(entry),
    ],
    buttons: offerChoice(now, 'acknowledge'),
    ...codeOf(now),
  }
}

/** An alert stands there and nobody said what it is. */
export function undecided({ run, now, entry, look }: Moment): Words {
  return {
    title: `Not decided - ${nameOfIncident(run)}`,
    status: 'warning',
    lines: [
      [
        person(look.onCall.primary, look),
        ` - nobody decided on this alert for ${formatSpan(entry.at - run.openedAt)}. Declare it with its severity, or ignore it.`,
      ],
      ...lateLine(entry),
    ],
    buttons: offerChoices(now),
    ...codeOf(now),
  }
}

/** Nobody leads, for a while or because whoever led left. */
export function unled(moment: Moment): Words {
  const { run, now, entry, look } = moment
  const { primary, backup: second } = look.onCall
  return {
    title: `Nobody leads - ${nameOfIncident(run)}`,
    status: weightOf(run),
    lines: [
      `${whyUnled(moment, look)}: updates and decisions wait for somebody.`,
      [...everyoneOf([primary, second], look), ' - one of you, please take the lead.'],
      ...lateLine(entry),
    ],
    buttons: offerNote(now, 'lead'),
  }
}

function whyUnled(moment: Moment, look: Look): string {
  const { run, entry } = moment
  if (entry.kind === 'due') return `No lead for ${spanOf(run, 'lead')}`
  const gone = textFact(entry.fields, 'lead') ?? textFact(earlier(moment).facts, 'lead')
  return gone === undefined ? 'The lead left' : `${look.nameOf(gone)} led it and left`
}

function spanOf(run: Moment['run'], name: string): string {
  return formatSpan(durationOf(run, name) ?? 0)
}
