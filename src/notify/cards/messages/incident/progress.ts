import { durationOf } from '../../../../engine/timers.ts'
import type { Field, Text } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { formatSpan, formatTime } from '../../../time.ts'
import { severityOf, textFact } from '../../incident-facts.ts'
import { person } from '../../spans.ts'
import { earlier, type Moment } from '../moment.ts'
import { byline, ticketIn, weightOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** An update as it stands in the thread; the card carries its words in the playbook's template. */
export function update({ run, entry, look }: Moment): Words {
  const banner = textFact(entry.fields, 'public')
  return {
    title: `Update - ${run.id}`,
    status: 'info',
    fields: [
      { label: 'Investigating', value: textFact(entry.fields, 'investigating') ?? '' },
      { label: 'ETA', value: textFact(entry.fields, 'eta') ?? 'investigating' },
      ...(banner === undefined ? [] : [{ label: 'Status banner', value: banner }]),
    ],
    footer: byline(entry, look),
  }
}

/** What somebody wrote down, maybe about an earlier minute. */
export function note({ run, entry, look }: Moment): Words {
  const at = toldTime(textFact(entry.fields, 'at'), look)
  const words = textFact(entry.fields, 'text') ?? ''
  return {
    title: `Note - ${run.id}`,
    status: 'info',
    lines: [at === undefined ? words : `At ${at}: ${words}`],
    footer: byline(entry, look),
  }
}

/** As the person wrote it, `14:20`, or milliseconds since 1970. */
function toldTime(at: string | undefined, look: Look): string | undefined {
  return at !== undefined && /^\d+$/.test(at) ? formatTime(Number(at), look) : at
}

export function workaround({ run, entry, look }: Moment): Words {
  const issue = ticketIn(run.facts, 'issue')
  return {
    title: `Workaround - ${run.id}`,
    status: 'info',
    lines: [
      textFact(entry.fields, 'workaround') ?? '',
      ...(issue === undefined ? [] : [['Documented in the issue ', issue, '.']]),
    ],
    footer: byline(entry, look),
  }
}

/** Who took which role. */
export function role(moment: Moment): Words {
  const { run, entry, look } = moment
  const name = look.nameOf(entry.by)
  const led = textFact(earlier(moment).facts, 'lead')
  return {
    title: `${titleOfRole(entry.what, name)} - ${run.id}`,
    status: 'info',
    lines: [
      ...(entry.what === 'takeover' && led !== undefined && led !== entry.by
        ? [['Taken over from ', person(led, look), '.']]
        : []),
      dutyOf(moment),
    ],
    fields: ROLES.map(({ fact, label }): Field => {
      const holder = textFact(run.facts, fact)
      return { label, value: holder === undefined ? 'nobody yet' : [person(holder, look)] }
    }),
    footer: byline(entry, look),
  }
}

const ROLES = [
  { fact: 'lead', label: 'Lead' },
  { fact: 'comms', label: 'Communications' },
  { fact: 'scribe', label: 'Scribe' },
] as const

function titleOfRole(what: string, name: string): string {
  if (what === 'comms') return `${name} takes communications`
  return what === 'scribe' ? `${name} is scribe` : `${name} leads`
}

function dutyOf({ run, entry }: Moment): Text {
  if (entry.what === 'comms') return `Updates come from there, every ${remindEvery(run)} at least.`
  if (entry.what === 'scribe') return 'Notes for the timeline come from there.'
  return `Decisions and updates come from there, an update every ${remindEvery(run)} at least.`
}

/** From which severity to which, why, and what is owed now. */
export function severity(moment: Moment): Words {
  const { run, entry, look } = moment
  const [from, to] = [severityOf(earlier(moment)), severityOf(run)]
  return {
    title: from === to ? `Severity stays ${to} - ${run.id}` : `${from} is ${to} now - ${run.id}`,
    status: weightOf(run),
    fields: [
      { label: 'From', value: from },
      { label: 'To', value: to },
      { label: 'Why', value: textFact(entry.fields, 'reason') ?? 'not said' },
      { label: 'Target', value: targets(run).join(', ') },
    ],
    lines:
      run.facts['acknowledged'] === true
        ? []
        : [[person(look.onCall.primary, look), ' - you are on call, please acknowledge.']],
    footer: byline(entry, look),
  }
}

function targets(run: Moment['run']): readonly string[] {
  const every = `an update every ${remindEvery(run)}`
  if (run.facts['acknowledged'] === true) return [every]
  return [`acknowledged within ${formatSpan(durationOf(run, 'acknowledge') ?? 0)}`, every]
}

function remindEvery(run: Moment['run']): string {
  return formatSpan(durationOf(run, 'remind') ?? 0)
}
