import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { codeOf, offerChoice, offerNote } from '../offer.ts'
import { ticketIn } from '../phrases.ts'
import type { Words } from '../template.ts'

export function issued({ run, now }: Moment): Words {
  const issue = ticketIn(run.facts, 'issue') ?? 'The issue'
  return {
    title: `Issue opened - ${run.id}`,
    status: 'info',
    lines: [[issue, ' - to be fixed in the next release. A workaround is written into it.']],
    buttons: offerNote(now, 'workaround'),
  }
}

/** The fix is in: whoever leads says whether that is the end of it. */
export function issueClosed({ run, now, entry }: Moment): Words {
  const issue = ticketIn({ ...run.facts, ...entry.fields }, 'issue') ?? 'The issue'
  const by = textFact(entry.fields, 'by')
  const buttons = offerChoice(now, 'resolve')
  return {
    title: `Issue closed - ${run.id}`,
    status: 'info',
    lines: [
      [issue, ` was closed${by === undefined ? '' : ` by ${by}`}.`],
      ...(buttons.length === 0 ? [] : ['Resolve the incident once the fix is released.']),
    ],
    buttons,
    ...(buttons.length === 0 ? {} : codeOf(now)),
  }
}
