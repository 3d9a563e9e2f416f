import type { Fields, Run } from '../../../engine/run.ts'
import type { Text } from '../../card.ts'
import type { Look } from '../../look.ts'
import { formatTime } from '../../time.ts'
import { textFact } from '../incident-facts.ts'
import { person } from '../spans.ts'
import type { Moment } from './moment.ts'
import { offerChoices } from './offer.ts'
import { byline, lateLine } from './phrases.ts'
import { following, reply, type Templates, type Words } from './template.ts'

/** Somebody stands in for whoever is on call. */
export const overrideMessages: Templates = {
  'override.card': following(card),
  'override.over': reply(over),
}

function card({ run, now, look }: Moment): Words {
  const stood = run.state === 'finished'
  return {
    title: `${nameOf(run, look)} ${stood ? 'stood' : 'stands'} in as ${roleOf(run)}`,
    status: stood ? 'done' : 'info',
    fields: [
      { label: 'On call', value: [person(standIn(run), look), `, ${roleOf(run)}`] },
      ...insteadOf(run, look),
      { label: 'From', value: timeOf(run.facts, 'from', look) ?? formatTime(run.openedAt, look) },
      { label: 'Until', value: timeOf(run.facts, 'until', look) ?? 'not said' },
      ...endOf(run, look),
    ],
    buttons: offerChoices(now),
    footer: [`${run.id} - set by `, ...byline({ by: run.requester, at: run.openedAt }, look)],
  }
}

function over({ run, entry, look }: Moment): Words {
  const { primary, backup } = look.onCall
  return {
    title: `Stand-in over - ${run.id}`,
    status: 'done',
    lines: [
      [person(standIn(run), look), ` is not on call as ${roleOf(run)} any more.`],
      ['On call now: ', person(primary, look), ', backup ', person(backup, look), '.'],
      ...lateLine(entry),
    ],
  }
}

function standIn(run: Run): string {
  return textFact(run.facts, 'person') ?? run.requester
}

function nameOf(run: Run, look: Look): string {
  return look.nameOf(standIn(run))
}

function roleOf(run: Run): string {
  return textFact(run.facts, 'role') ?? 'primary'
}

function insteadOf(run: Run, look: Look): NonNullable<Words['fields']> {
  const instead = textFact(run.facts, 'instead')
  return instead === undefined ? [] : [{ label: 'Instead of', value: [person(instead, look)] }]
}

/** Ended by somebody before its time. */
function endOf(run: Run, look: Look): readonly { label: string; value: Text }[] {
  const ended = run.history.find((entry) => entry.kind === 'completed')
  return ended === undefined ? [] : [{ label: 'Ended', value: byline(ended, look) }]
}

/** Facts carry times as milliseconds in words. */
function timeOf(facts: Fields, key: string, look: Look): string | undefined {
  const at = Number(textFact(facts, key) ?? Number.NaN)
  return Number.isNaN(at) ? undefined : formatTime(at, look)
}
