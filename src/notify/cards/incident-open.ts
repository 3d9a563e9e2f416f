import type { Run } from '../../engine/run.ts'
import type { Field, Span, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { alertFields } from './incident-alerts.ts'
import { latestUpdate, leadOf, startOf, symptomOf, textFact } from './incident-facts.ts'
import { helpFields, traceFields } from './incident-findings.ts'
import { lossLines } from './incident-loss.ts'
import { holder, roleFields } from './incident-roles.ts'
import { targetFields } from './incident-target.ts'
import { drillLines } from './incident-title.ts'
import { author, person } from './spans.ts'

/** The playbook's template, then what matters most: the target, who does what, what may help. */
export function openFields(run: Run, look: Look): readonly Field[] {
  return [
    ...templateFields(run, look),
    ...targetFields(run, look),
    ...roleFields(run, look),
    ...helpFields(run, look),
    ...alertFields(run, look),
    ...traceFields(run),
  ]
}

/** Whom it hits: over the whole width, next to the buttons. */
export function openLines(run: Run, look: Look): readonly Text[] {
  const userFacing = run.facts['userFacing'] === true ? ['User-facing: yes'] : []
  return [...drillLines(run), ...userFacing, ...lossLines(run, look)]
}

function templateFields(run: Run, look: Look): readonly Field[] {
  return [
    { label: 'Symptom', value: symptomOf(run) },
    { label: 'Started', value: formatTime(startOf(run), look) },
    { label: 'Investigating', value: investigating(run, look) },
    { label: 'ETA', value: textFact(latestUpdate(run)?.fields, 'eta') ?? 'investigating' },
    { label: 'Channel', value: look.channel },
  ]
}

/** Where things stand: the last update, else who took it, else who is called and until when. */
function investigating(run: Run, look: Look): Text {
  const lead = leadOf(run)
  const update = latestUpdate(run)
  if (update !== undefined) {
    const words = textFact(update.fields, 'investigating') ?? ''
    return [words, ' (', author(update.by, look), ` at ${formatTime(update.at, look)})`]
  }
  if (lead !== undefined) return [...holder(lead.by, look), ` since ${formatTime(lead.at, look)}`]
  if (run.facts['acknowledged'] === true) return 'nobody leads'
  const target = run.timers.find((timer) => timer.rule === 'breach')?.dueAt
  const until = target === undefined ? '' : `, to be acknowledged by ${formatTime(target, look)}`
  return ['nobody yet - calling ', ...calledSoFar(run, look), until]
}

/** Who is on call first, then whom the timers called. */
function calledSoFar(run: Run, look: Look): readonly Span[] {
  const fired = (rule: string) => run.history.some(({ kind, what }) => kind === 'due' && what === rule)
  const called = [
    look.onCall.primary,
    ...(fired('callBackup') ? [look.onCall.backup] : []),
    ...(fired('callOwners') ? look.membersOf('owners') : []),
  ]
  return [...new Set(called)].flatMap((id, n) => (n === 0 ? [person(id, look)] : [', ', person(id, look)]))
}
