import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { everyoneOf, linesOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Similar incidents again and again: a matter for those who own the product. */
export function pattern({ run, entry, look }: Moment): Words {
  const others = (textFact(entry.fields, 'with') ?? '').split(',').flatMap((id) => id.trim() || [])
  const named = look.membersOf('owners')
  return {
    title: `Strategic escalation - ${run.id} is the same again`,
    status: 'critical',
    lines: [
      `${others.length + 1} similar incidents: ${[...others, run.id].join(', ')}.`,
      ...linesOf(entry.fields, 'why'),
      [
        ...(named.length === 0 ? ['Owners'] : everyoneOf(named, look)),
        ' - decide what changes: refactor the architecture, add resources, or something else.',
      ],
      'A post-mortem is due for this one, whatever its severity; update the runbooks.',
    ],
  }
}
