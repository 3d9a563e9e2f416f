import type { Entry, Run } from '../../engine/run.ts'
import { durationOf } from '../../engine/timers.ts'
import type { Card, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatSpan, formatTime } from '../time.ts'
import { leadOf, severityOf, textFact, titleOf } from './incident-facts.ts'
import { person } from './spans.ts'

const bare = { lines: [], buttons: [] } as const

/** An update as it stands in the thread. */
export function updateCard(run: Run, entry: Entry, look: Look): Card {
  return {
    ...bare,
    title: `Update - ${run.id}`,
    status: 'info',
    fields: [
      { label: 'Investigating', value: textFact(entry.fields, 'investigating') ?? '' },
      { label: 'ETA', value: textFact(entry.fields, 'eta') ?? 'investigating' },
    ],
    footer: [person(entry.by, look), ` at ${formatTime(entry.at, look)}`],
  }
}

/** Asks the lead, or whoever is on call, for the update that is due. */
export function reminderCard(run: Run, entry: Entry, look: Look): Card {
  const last = run.history.findLast((one) => one.at < entry.at && one.what === 'update')
  const since = last === undefined ? 'since it was declared' : `since ${formatTime(last.at, look)}`
  const asked = leadOf(run)?.by ?? look.onCall.primary
  const every = formatSpan(durationOf(run, 'remind') ?? 0)
  return {
    ...bare,
    title: `Update due - ${run.id}`,
    status: 'warning',
    fields: [],
    lines: [
      [
        person(asked, look),
        ` - no update ${since}. Say where it stands, every ${every} at least: Update on the card.`,
      ],
      ...lateLine(entry),
    ],
  }
}

/** Calls the backup when nobody took the incident in time. */
export function backupCard(run: Run, entry: Entry, look: Look): Card {
  const target = formatSpan(durationOf(run, 'acknowledge') ?? 0)
  return {
    ...bare,
    title: `Not acknowledged - ${run.id} [${severityOf(run)}] ${titleOf(run)}`,
    status: 'critical',
    fields: [],
    lines: [
      [
        person(look.onCall.backup, look),
        ` - backup, please take it: nobody acknowledged within ${target}; `,
        person(look.onCall.primary, look),
        ' was called first.',
      ],
      ...lateLine(entry),
    ],
    ...(run.gate === undefined ? {} : { code: run.gate.code }),
  }
}

function lateLine(entry: Entry): readonly Text[] {
  if (entry.late === undefined) return []
  return [`This is late by ${formatSpan(entry.late.ms)}${entry.late.restart ? ' (restart)' : ''}.`]
}
