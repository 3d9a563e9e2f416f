import { askedOf } from '../asked.ts'
import type { Moment } from '../moment.ts'
import { linesOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Whether everything that was to call somebody did: a line an escalation. */
export function escalations({ run, entry, look }: Moment): Words {
  const lines = Object.entries(entry.fields).map(([name, words]) => `${name}: ${String(words)}`)
  const missed = lines.filter((line) => /\bmissed\b/i.test(line)).length
  if (lines.length === 0) {
    return { title: `Escalations - ${run.id}`, status: 'done', lines: ['None was due.'] }
  }
  return {
    title: missed === 0 ? `Escalations ran - ${run.id}` : `Escalation missed - ${run.id}`,
    status: missed === 0 ? 'done' : 'critical',
    lines: [
      ...lines,
      ...(missed === 0
        ? []
        : [[askedOf(run, look).name, ' - say in the post-mortem why it did not run.'] as const]),
    ],
  }
}

/** A drill does nothing outside: this is what it left out. */
export function rehearsed({ run, entry }: Moment): Words {
  return {
    title: `Left out - ${run.id}`,
    status: 'info',
    lines: ['In a real incident this would have been done:', ...linesOf(entry.fields, 'what')],
  }
}
