import type { Entry, Run } from '../../engine/run.ts'
import { latestUpdate, severityOf, startOf, textFact, titleOf } from '../../notify/cards/incident-facts.ts'
import type { Mail } from '../mail.ts'
import type { Directory } from '../people.ts'
import type { Settings } from '../settings.ts'
import { moment } from './words.ts'

export type MailWordsDeps = {
  readonly settings: Pick<Settings, 'service' | 'timeZone'>
  readonly directory: Pick<Directory, 'nameOf'>
}

/**
 * What everybody of the team is told about lost data. `entry` is the confirmation: its fields `summary`, and `known`
 * and `advice` where somebody filled them in. It names who leads, and nobody as the cause.
 */
export function writeDataLossMail(
  { settings, directory }: MailWordsDeps,
  run: Run,
  entry: Entry,
): Pick<Mail, 'subject' | 'text'> {
  const { service, timeZone } = settings
  const lead = directory.nameOf(textFact(run.facts, 'lead') ?? entry.by)
  const parts = [
    ['What happened', textFact(entry.fields, 'summary') ?? titleOf(run)],
    ['Since', moment(startOf(run), timeZone)],
    ['What is known', textFact(entry.fields, 'known') ?? knownOf(run)],
    [
      'What to do',
      textFact(entry.fields, 'advice') ?? `Tell ${lead} what you notice. Restore nothing by yourself.`,
    ],
    ['Who leads', lead],
    ['Data protection', noticeOf(run, timeZone)],
  ] as const
  return {
    subject: `[${severityOf(run)}] ${service} - data loss`,
    text: [
      `${run.id}: data of ${service} was lost, or may be.`,
      ...parts.map(([heading, words]) => `${heading}:\n${words}`),
      'This is about mending the system and what protects it, not about who did what.',
    ].join('\n\n'),
  }
}

function knownOf(run: Run): string {
  return textFact(latestUpdate(run)?.fields, 'investigating') ?? 'It is being investigated.'
}

/** GDPR, article 33: 72 hours after having become aware of it. The run keeps that time as a timer. */
function noticeOf(run: Run, timeZone: string): string {
  if (run.facts['noticeFiled'] === true) return 'The authority was notified (GDPR, article 33).'
  const dueAt = run.timers.find((timer) => timer.rule === 'noticeDue')?.dueAt
  const by = dueAt === undefined ? '' : `, by ${moment(dueAt, timeZone)}`
  return `The authority is notified within 72 h${by} (GDPR, article 33).`
}
