import { durationOf } from '../../../../engine/timers.ts'
import type { Text } from '../../../card.ts'
import { formatSpan, formatTime } from '../../../time.ts'
import { resolutionOf, textFact, titleOf } from '../../incident-facts.ts'
import { askedOf } from '../asked.ts'
import type { Moment } from '../moment.ts'
import { offerChoice, offerNote } from '../offer.ts'
import { byline, everyoneOf, lateLine, ticketIn } from '../phrases.ts'
import type { Words } from '../template.ts'

/** The draft stands in the repository. */
export function proposed(moment: Moment): Words {
  const { run, now, entry } = moment
  const pull = ticketIn(run.facts, 'pull') ?? 'a pull request'
  const kept = textFact(entry.fields, 'kept')
  const path = textFact(entry.fields, 'path')
  return {
    title: `Post-mortem proposed - ${run.id}`,
    status: 'info',
    lines: [
      [
        'The draft, written from the timeline: ',
        pull,
        ...(path === undefined ? [] : [', ', { code: path }]),
        '.',
      ],
      ...(kept === undefined ? [] : [`Kept as people wrote them: ${kept}.`]),
      writing(moment, `complete it and merge it${deadline(moment)}.`),
    ],
    buttons: offerChoice(now, 'published'),
  }
}

export function published({ run, now, entry, look }: Moment): Words {
  const pull = ticketIn(run.facts, 'pull')
  return {
    title: `Post-mortem published - ${run.id} ${titleOf(run)}`,
    status: 'done',
    lines: [
      pull === undefined ? 'For everybody to read.' : ['For everybody to read: ', pull, '.'],
      'Its action items are followed until they are done. Update the runbooks where they fell short.',
    ],
    buttons: offerNote(now, 'action'),
    footer: byline(entry, look),
  }
}

/** The day is there. */
export function postMortemDue(moment: Moment): Words {
  return {
    title: `Post-mortem due - ${moment.run.id}`,
    status: 'warning',
    lines: [
      writing(moment, `the ${spanOf(moment)} are over: publish it, short rather than late.`),
      ...standing(moment),
      ...lateLine(moment.entry),
    ],
    buttons: nextButtons(moment),
  }
}

/** Again and again until it is published. */
export function postMortemRemind(moment: Moment): Words {
  return {
    title: `Post-mortem not published - ${moment.run.id}`,
    status: isOverdue(moment) ? 'warning' : 'info',
    lines: [
      writing(moment, `it is to be published${deadline(moment)}.`),
      ...standing(moment),
      ...lateLine(moment.entry),
    ],
    buttons: nextButtons(moment),
  }
}

/** The lead and the backup write it. */
function writing({ run, look }: Moment, words: string): Text {
  const { id, why } = askedOf(run, look)
  const writers = [id, look.onCall.backup].filter(look.knows)
  return [...everyoneOf(writers, look), ` - ${why}${words}`]
}

function standing({ run }: Moment): readonly Text[] {
  const pull = ticketIn(run.facts, 'pull')
  return [pull === undefined ? 'There is no draft yet: ask for one.' : ['The draft: ', pull, '.']]
}

function nextButtons({ now }: Moment) {
  const draft = textFact(now.facts, 'pull') === undefined ? offerNote(now, 'postmortem') : []
  return [...draft, ...offerChoice(now, 'published')]
}

/** ` by 30 Nov 14:32`, or how late it is. */
function deadline(moment: Moment): string {
  const due = dueAt(moment)
  if (due === undefined) return ''
  if (isOverdue(moment)) return `: late by ${formatSpan(moment.entry.at - due)}`
  return ` by ${formatTime(due, moment.look)}`
}

function isOverdue(moment: Moment): boolean {
  return moment.entry.at > (dueAt(moment) ?? Number.POSITIVE_INFINITY)
}

function dueAt({ run }: Moment): number | undefined {
  const resolution = resolutionOf(run)
  const span = durationOf(run, 'postmortem')
  return resolution === undefined || typeof span !== 'number' ? undefined : resolution.at + span
}

function spanOf({ run }: Moment): string {
  return formatSpan(durationOf(run, 'postmortem') ?? 0)
}
