import type { Run } from '../../engine/run.ts'
import type { Card, Field } from '../card.ts'
import type { Look } from '../look.ts'
import { downtimeOf } from '../milestones.ts'
import { formatDuration } from '../time.ts'
import { resolutionOf, severityOf, textFact, titleOf } from './incident-facts.ts'
import { postMortemFields } from './incident-post-mortem.ts'
import { drillLines, headline } from './incident-title.ts'

/** The playbook's message at the end: duration, cause, impact, where the post-mortem will stand. */
export function resolvedCard(run: Run, look: Look): Card {
  return {
    title: resolvedTitle(run, look),
    status: 'done',
    fields: resolvedFields(run, look),
    lines: drillLines(run),
    buttons: [],
    footer: `${run.id} - ${titleOf(run)}`,
  }
}

export function resolvedTitle(run: Run, look: Look): string {
  return headline(run, look, `${severityOf(run)} RESOLVED`, 'back online')
}

export function resolvedFields(run: Run, look: Look): readonly Field[] {
  const resolution = resolutionOf(run)
  const fields = resolution?.fields
  const impact = [
    textFact(fields, 'impact') ?? 'not said',
    `users affected: ${textFact(fields, 'users') ?? 'not said'}`,
    `data loss: ${lostData(run) ? 'yes' : 'no'}`,
  ]
  return [
    { label: 'Duration down', value: formatDuration(downtimeOf(run) ?? 0) },
    { label: 'Root cause', value: textFact(fields, 'cause') ?? 'not said' },
    { label: 'Impact', value: impact.join(' - ') },
    ...postMortemFields(run, look),
  ]
}

function lostData(run: Run): boolean {
  return run.facts['dataLoss'] === true || textFact(resolutionOf(run)?.fields, 'dataLoss') === 'yes'
}
