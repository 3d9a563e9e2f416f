import type { Run } from '../../engine/run.ts'
import type { Card, CardStatus, Text } from '../card.ts'
import type { Look } from '../look.ts'
import { formatTime } from '../time.ts'
import { buttonsOf } from './buttons.ts'
import { alertCard } from './incident-alert.ts'
import { declarationOf, severityOf, symptomOf, titleOf } from './incident-facts.ts'
import { traceFields } from './incident-findings.ts'
import { lossLines } from './incident-loss.ts'
import { openFields, openLines } from './incident-open.ts'
import { outstandingFields } from './incident-post-mortem.ts'
import { resolvedFields, resolvedTitle } from './incident-resolved.ts'
import { drillLines, headline } from './incident-title.ts'
import { author } from './spans.ts'
import { stepLines } from './steps.ts'

/** The card of an incident, in the words of the playbook's templates. */
export function incidentCard(run: Run, look: Look): Card {
  if (run.facts['severity'] === undefined) return alertCard(run, look)
  if (run.state === 'finished') return { ...overCard(run, look), buttons: [] }
  const steps = stepLines(run, look)
  if (run.facts['resolved'] === true) return { ...overCard(run, look), steps, buttons: buttonsOf(run) }
  return {
    title: headline(run, look, severityOf(run), titleOf(run)),
    status: STATUSES[severityOf(run)] ?? 'info',
    fields: openFields(run, look),
    lines: openLines(run, look),
    steps,
    buttons: buttonsOf(run),
    ...(run.gate === undefined ? {} : { code: run.gate.code }),
    footer: declared(run, look),
  }
}

const STATUSES: Readonly<Record<string, CardStatus>> = { SEV1: 'critical', SEV2: 'warning', SEV3: 'info' }

/** Resolved; the post-mortem or the notice to the authority may be outstanding. */
function overCard(run: Run, look: Look): Omit<Card, 'buttons'> {
  return {
    title: resolvedTitle(run, look),
    status: 'done',
    fields: [
      { label: 'Symptom', value: symptomOf(run) },
      ...resolvedFields(run, look),
      ...outstandingFields(run, look),
      ...traceFields(run),
    ],
    lines: [...drillLines(run), ...lossLines(run, look)],
    footer: declared(run, look),
  }
}

function declared(run: Run, look: Look): Text {
  const { by, at } = declarationOf(run)
  return [`${run.id} - declared by `, author(by, look), ` at ${formatTime(at, look)}`]
}
