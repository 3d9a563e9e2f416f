import type { Run } from '../../engine/run.ts'
import type { Card, CardStatus, Field, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { buttonsOf } from './buttons.ts'
import { latestUpdate, leadOf, severityOf, textFact, titleOf } from './incident-facts.ts'
import { resolvedFields, resolvedTitle } from './incident-resolved.ts'
import { person } from './spans.ts'

/** The card of an incident, in the words of the playbook's templates. */
export function incidentCard(run: Run, look: Look): Card {
  const opened: Text = [
    `${run.id} - declared by `,
    person(run.requester, look),
    ` at ${formatTime(run.openedAt, look)}`,
  ]
  if (run.state === 'finished') {
    return {
      title: resolvedTitle(run, look),
      status: 'done',
      fields: [{ label: 'Symptom', value: symptomOf(run) }, ...resolvedFields(run, look)],
      lines: [],
      buttons: [],
      footer: opened,
    }
  }
  return {
    title: `[${severityOf(run)}] ${look.service} - ${titleOf(run)}`,
    status: STATUSES[severityOf(run)] ?? 'info',
    fields: openFields(run, look),
    lines: flagLines(run),
    buttons: buttonsOf(run),
    ...(run.gate === undefined ? {} : { code: run.gate.code }),
    footer: opened,
  }
}

const STATUSES: Readonly<Record<string, CardStatus>> = { SEV1: 'critical', SEV2: 'warning', SEV3: 'info' }

function openFields(run: Run, look: Look): readonly Field[] {
  const update = latestUpdate(run)
  return [
    { label: 'Symptom', value: symptomOf(run) },
    { label: 'Started', value: formatTime(run.openedAt, look) },
    { label: 'Investigating', value: investigating(run, look) },
    { label: 'ETA', value: textFact(update?.fields, 'eta') ?? 'investigating' },
    { label: 'Channel', value: look.channel },
  ]
}

function symptomOf(run: Run): string {
  return textFact(run.facts, 'symptom') ?? textFact(run.facts, 'title') ?? 'not described yet'
}

/** Where things stand: the last update, else who took it, else who is called and until when. */
function investigating(run: Run, look: Look): Text {
  const lead = leadOf(run)
  const update = latestUpdate(run)
  if (update !== undefined) {
    const words = textFact(update.fields, 'investigating') ?? ''
    return [words, ' (', person(update.by, look), ` at ${formatTime(update.at, look)})`]
  }
  if (lead !== undefined) return [person(lead.by, look), ` since ${formatTime(lead.at, look)}`]
  const target = run.timers.find((timer) => timer.rule === 'breach')?.dueAt
  const until = target === undefined ? '' : `, to be acknowledged by ${formatTime(target, look)}`
  return ['nobody yet - calling ', person(look.onCall.primary, look), until]
}

function flagLines(run: Run): readonly Text[] {
  return [
    ...(run.facts['userFacing'] === true ? ['User-facing: yes'] : []),
    ...(run.facts['dataLoss'] === true ? ['Data loss: yes'] : []),
  ]
}
