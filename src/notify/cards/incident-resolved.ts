import type { Run } from '../../engine/run.ts'
import type { Card, Field } from '../card.ts'
import { postMortemPath } from '../documents/post-mortem-path.ts'
import type { Look } from '../look.ts'
import { formatDuration } from '../time.ts'
import { resolutionOf, severityOf, textFact, titleOf } from './incident-facts.ts'

/** The playbook's message at the end: duration, cause, impact, where the post-mortem will stand. */
export function resolvedCard(run: Run, look: Look): Card {
  return {
    title: resolvedTitle(run, look),
    status: 'done',
    fields: resolvedFields(run, look),
    lines: [],
    buttons: [],
    footer: `${run.id} - ${titleOf(run)}`,
  }
}

export function resolvedTitle(run: Run, look: Look): string {
  return `[${severityOf(run)} RESOLVED] ${look.service} - back online`
}

export function resolvedFields(run: Run, look: Look): readonly Field[] {
  const fields = resolutionOf(run)?.fields
  const ended = run.finishedAt ?? look.now
  const dataLoss = textFact(fields, 'dataLoss') ?? 'no'
  const impact = [
    textFact(fields, 'impact') ?? 'not said',
    `users affected: ${textFact(fields, 'users') ?? 'not said'}`,
    `data loss: ${dataLoss}`,
  ]
  return [
    { label: 'Duration down', value: formatDuration(ended - run.openedAt) },
    { label: 'Root cause', value: textFact(fields, 'cause') ?? 'not said' },
    { label: 'Impact', value: impact.join(' - ') },
    ...postMortem(run, look),
  ]
}

/** SEV3 has none (playbook, sequence SEV3). */
function postMortem(run: Run, look: Look): readonly Field[] {
  if (severityOf(run) === 'SEV3') return []
  const path = postMortemPath(run, look, 'docs/post-mortems')
  return [{ label: 'Post-mortem', value: [{ code: path }, ' (published within 7 days)'] }]
}
