import type { Run } from '../../../../engine/run.ts'
import type { Field, Span } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { formatTime } from '../../../time.ts'
import { buttonsOf } from '../../buttons.ts'
import { latestNote, textFact } from '../../incident-facts.ts'
import { person } from '../../spans.ts'
import type { Moment } from '../moment.ts'
import { byline, counted, lateLine } from '../phrases.ts'
import { call, following, reply, type Templates, type Words } from '../template.ts'
import { adminsOf } from './asked.ts'
import { choiceOf } from './ended.ts'
import { hoursIn } from './hours.ts'

/** Somebody has more to do than hours for it. */
export const capacityMessages: Templates = {
  'capacity.card': following(card),
  'capacity.still': call(still),
  'capacity.back': reply(back),
  'capacity.unmailed': reply(unmailed),
}

function card({ run, now, look }: Moment): Words {
  return {
    title: titleOf(run),
    status: run.state === 'finished' ? 'done' : 'warning',
    fields: [
      { label: 'Person', value: [linkOr(run, 'address', nameOf(run))] },
      ...causeField(run),
      { label: 'Since', value: formatTime(run.openedAt, look) },
      ...plannerField(run, look),
      ...mailField(run),
      ...endFields(run, look),
    ],
    lines:
      run.state === 'finished'
        ? []
        : [
            [
              ...askedOf(run, look),
              ` - take ${overOf(run)} off the planning of ${nameOf(run)}: move or give away what they can't do.`,
            ],
            'This ends by itself when the hours are back.',
          ],
    buttons: buttonsOf(now),
    footer: run.id,
  }
}

function titleOf(run: Run): string {
  if (run.state === 'open') return `${nameOf(run)} - ${overOf(run)} over`
  return isBack(run) ? `${nameOf(run)} - hours are back` : `${nameOf(run)} - ${overOf(run)} over, left so`
}

function nameOf({ facts }: Run): string {
  return textFact(facts, 'person') ?? textFact(facts, 'entity') ?? 'Somebody'
}

function isBack({ facts }: Run): boolean {
  return facts['back'] === true
}

function overOf({ facts }: Run): string {
  return hoursIn(facts, 'hours')
}

function linkOr({ facts }: Run, address: string, label: string): Span {
  const link = textFact(facts, address)
  return link === undefined ? label : { link, label }
}

function causeField(run: Run): readonly Field[] {
  const through = textFact(run.facts, 'through')
  return through === undefined
    ? []
    : [{ label: 'Because of', value: [linkOr(run, 'throughAddress', through)] }]
}

function plannerField(run: Run, look: Look): readonly Field[] {
  const acknowledged = run.history.find((entry) => entry.what === 'acknowledge')
  return acknowledged === undefined ? [] : [{ label: 'Acknowledged', value: byline(acknowledged, look) }]
}

function mailField(run: Run): readonly Field[] {
  const mailed = latestNote(run, 'mailed') ?? latestNote(run, 'unmailed')
  if (mailed === undefined) return []
  const sent = textFact(mailed.fields, 'sent') ?? '0'
  return [{ label: 'E-mailed', value: sent === '0' ? 'nobody' : counted(sent, 'admin') }]
}

function endFields(run: Run, look: Look): readonly Field[] {
  if (run.state === 'open') return []
  if (isBack(run)) return [{ label: 'Hours left', value: hoursIn(run.facts, 'left') }]
  const accepted = choiceOf(run)
  if (accepted === undefined) return []
  return [
    { label: 'Left so', value: byline(accepted, look) },
    { label: 'Why', value: textFact(accepted.fields, 'reason') ?? 'not said' },
  ]
}

/** Whoever took it on, else those who may. */
function askedOf(run: Run, look: Look): readonly Span[] {
  const planner = textFact(run.facts, 'planner')
  return planner !== undefined && look.knows(planner) ? [person(planner, look)] : adminsOf(look)
}

function still({ run, now, entry, look }: Moment): Words {
  return {
    title: `Still ${overOf(run)} over - ${nameOf(run)}`,
    status: 'warning',
    lines: [
      [...askedOf(run, look), ` - over since ${formatTime(run.openedAt, look)}. ${wishOf(run)}`],
      ...lateLine(entry),
    ],
    buttons: buttonsOf(now),
  }
}

function wishOf({ facts }: Run): string {
  return facts['acknowledged'] === true
    ? 'Take it off the planning, or say why it is left so.'
    : 'Acknowledge it, so that the others know who sees to it; or snooze it.'
}

function back({ run }: Moment): Words {
  return {
    title: `Hours are back - ${nameOf(run)}`,
    status: 'done',
    lines: [`${hoursIn(run.facts, 'left')} left. Nothing to do any more.`],
  }
}

function unmailed({ run, entry, look }: Moment): Words {
  const { fields } = entry
  const failed = textFact(fields, 'failed')
  const without = textFact(fields, 'without')
  return {
    title: `Could not be mailed - ${run.id}`,
    status: 'warning',
    fields: [
      ...(fields['off'] === true ? [{ label: 'Because', value: 'e-mail is off (no SMTP_URL)' }] : []),
      ...(failed === undefined ? [] : [{ label: 'Failed', value: failed }]),
      ...(without === undefined ? [] : [{ label: 'No address', value: without }]),
    ],
    lines: [[...adminsOf(look), ' - whoever is missing knows of this alert by its card alone: tell them.']],
  }
}
