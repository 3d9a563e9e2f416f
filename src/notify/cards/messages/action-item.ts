import type { Entry, Run } from '../../../engine/run.ts'
import type { Span } from '../../card.ts'
import type { Look } from '../../look.ts'
import { isoDate } from '../../time.ts'
import { textFact } from '../incident-facts.ts'
import { person } from '../spans.ts'
import type { Moment } from './moment.ts'
import { offerChoices } from './offer.ts'
import { byline, counted, lateLine, ticketIn } from './phrases.ts'
import { following, reply, type Templates, type Words } from './template.ts'
import { couldNot } from './undone.ts'

/** An action item under the card of its incident. */
export const actionItemMessages: Templates = {
  'action-item.card': following(card, 'thread'),
  'action-item.overdue': reply(overdue),
  'action-item.failed': reply((moment) => couldNot(moment, askedOf(moment).name)),
}

function card({ run, now, look }: Moment): Words {
  const ended = endOf(run)
  const issue = ticketIn(run.facts, 'issue')
  return {
    title: titleOf(run),
    status: statusOf(run, ended),
    fields: [
      { label: 'Owner', value: [person(ownerOf(run), look)] },
      { label: 'Due', value: textFact(run.facts, 'due') ?? 'not said' },
      ...(issue === undefined ? [] : [{ label: 'Issue', value: [issue] }]),
      ...(ended === undefined ? [] : endFields(ended, look)),
    ],
    buttons: offerChoices(now),
    footer: `${run.id}${run.parent === undefined ? '' : ` of ${run.parent}`}`,
  }
}

/** `AI 1 - Rotate the logs`, numbered within its incident as the post-mortem does. */
function titleOf(run: Run): string {
  return `AI ${textFact(run.facts, 'number') ?? '?'} - ${textFact(run.facts, 'text') ?? 'not described'}`
}

function ownerOf(run: Run): string {
  return textFact(run.facts, 'owner') ?? run.requester
}

function endOf(run: Run): Entry | undefined {
  return run.history.findLast((entry) => entry.kind === 'completed')
}

function statusOf(run: Run, ended: Entry | undefined): Words['status'] {
  if (ended !== undefined) return 'done'
  return run.facts['overdue'] === true ? 'warning' : 'info'
}

function endFields(ended: Entry, look: Look): NonNullable<Words['fields']> {
  const reason = textFact(ended.fields, 'reason')
  return [
    { label: ended.what === 'dropped' ? 'Dropped' : 'Done', value: byline(ended, look) },
    ...(reason === undefined ? [] : [{ label: 'Why', value: reason }]),
  ]
}

/** The owner, or whoever is on call when the owner left. */
function askedOf({ run, look }: Moment): { readonly name: Span; readonly why: string } {
  const owner = ownerOf(run)
  if (look.knows(owner)) return { name: person(owner, look), why: '' }
  return { name: person(look.onCall.primary, look), why: `${look.nameOf(owner)} owned it and left - ` }
}

function overdue(moment: Moment): Words {
  const { run, now, entry, look } = moment
  const { name, why } = askedOf(moment)
  return {
    title: `Overdue - ${titleOf(run)}`,
    status: 'warning',
    lines: [
      [name, ` - ${why}${lateness(run, entry, look)}. Done, or drop it and say why.`],
      ...lateLine(entry),
    ],
    buttons: offerChoices(now),
  }
}

/** In days of the calendar, where the team is. */
function lateness(run: Run, entry: Entry, look: Look): string {
  const due = Date.parse(`${textFact(run.facts, 'due') ?? ''}T00:00:00Z`)
  const today = Date.parse(`${isoDate(entry.at, look.timeZone)}T00:00:00Z`)
  if (Number.isNaN(due)) return 'it is late'
  const days = Math.round((today - due) / 86_400_000)
  return days < 1 ? 'it is due today' : `late by ${counted(days, 'day')}`
}
