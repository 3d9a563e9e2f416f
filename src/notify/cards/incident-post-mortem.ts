import type { Run } from '../../engine/run.ts'
import { durationOf } from '../../engine/timers.ts'
import type { Field, Text } from '../card.ts'
import { postMortemPath } from '../documents/post-mortem-path.ts'
import type { Look } from '../look.ts'
import { formatSpan } from '../time.ts'
import { severityOf, textFact } from './incident-facts.ts'
import { byline } from './messages/phrases.ts'
import { ticket } from './spans.ts'
import { dueTimeOf, formatDue } from './when.ts'

const DAY = 24 * 60 * 60 * 1_000

/** Where it stands or will stand. SEV3 has none unless it is a pattern (playbook, sequence SEV3). */
export function postMortemFields(run: Run, look: Look): readonly Field[] {
  if (severityOf(run) === 'SEV3' && run.facts['pattern'] !== true) return []
  return [{ label: 'Post-mortem', value: postMortemOf(run, look) }]
}

function postMortemOf(run: Run, look: Look): Text {
  const proposed = run.history.findLast(({ kind, what }) => kind === 'noted' && what === 'proposed')
  const path = textFact(proposed?.fields, 'path') ?? postMortemPath(run, look, look.postMortemFolder)
  const published = run.history.findLast(({ kind, what }) => kind === 'completed' && what === 'published')
  if (published === undefined) return [{ code: path }, ` (published within ${within(run)})`]
  const link = look.fileLink(path)
  return [
    link === undefined ? { code: path } : { link, label: path },
    ' - published by ',
    ...byline(published, look),
  ]
}

/** `7 days`, as the playbook's template has it. */
function within(run: Run): string {
  const span = durationOf(run, 'postmortem') ?? 7 * DAY
  return typeof span === 'number' && span % DAY === 0 && span > DAY ? `${span / DAY} days` : formatSpan(span)
}

/** What is still to be done about it. */
export function outstandingFields(run: Run, look: Look): readonly Field[] {
  const dueAt = dueTime(run)
  const pull = textFact(run.facts, 'pull')
  return [
    ...(dueAt === undefined ? [] : [{ label: 'Post-mortem due', value: formatDue(dueAt, look) }]),
    ...(pull === undefined
      ? []
      : [{ label: 'Pull request', value: [ticket(pull, textFact(run.facts, 'pullUrl'))] }]),
  ]
}

function dueTime(run: Run): number | undefined {
  if (run.state !== 'open' || run.step !== 'postmortem') return undefined
  const timer = run.timers.find((one) => one.rule === 'postmortemDue')
  const passed = run.history.findLast((entry) => entry.kind === 'due' && entry.what === 'postmortemDue')
  return timer?.dueAt ?? (passed && dueTimeOf(passed))
}
