import { textFact } from '../../incident-facts.ts'
import { askedOf } from '../asked.ts'
import type { Moment } from '../moment.ts'
import { linesOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Whether everything that was to call somebody did: a line an escalation. */
export function escalations({ run, entry, look }: Moment): Words {
  const lines = linesOf(entry.fields, 'lines')
  const missed = textFact(entry.fields, 'missed') !== undefined
  return {
    title: missed ? `Escalation missed - ${run.id}` : `Escalations audited - ${run.id}`,
    status: missed ? 'critical' : 'done',
    lines: [
      ...(lines.length === 0 ? ['None was due.'] : lines),
      ...(missed
        ? [[askedOf(run, look).name, ' - say in the post-mortem why it did not run.'] as const]
        : []),
    ],
  }
}

/** A drill does nothing outside: this is what it left out. */
export function rehearsed({ run, entry }: Moment): Words {
  return {
    title: `Left out - ${run.id}`,
    status: 'info',
    lines: [...linesOf(entry.fields, 'what'), 'A drill: nobody outside hears of it.'],
  }
}
