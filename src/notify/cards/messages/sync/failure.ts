import type { Run } from '../../../../engine/run.ts'
import { buttonsOf } from '../../buttons.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { following, type Templates, call as toAll, type Words } from '../template.ts'
import { onCallOf } from './asked.ts'
import { askedFields, chosenFields } from './ended.ts'
import { eventsField, retryLine, traceLine } from './traced.ts'

/** An entity was given up. */
export const failureMessages: Templates = {
  'sync-failure.card': following(card),
  'sync-failure.call': toAll(call),
}

function card({ run, now, look }: Moment): Words {
  const isOpen = run.state === 'open'
  const isRetried = run.facts['retried'] === true
  return {
    title: `${headOf(run)} - ${entityOf(run)}`,
    status: isOpen ? 'critical' : 'done',
    fields: [
      { label: 'Because', value: becauseOf(run) },
      ...eventsField(run.facts),
      ...askedFields(run, 'retry', isRetried ? 'Retried' : 'Retry asked', look),
      ...chosenFields(run, look),
    ],
    lines: isOpen
      ? [
          'Nothing is lost: its row and its page may differ until it is retried. Everything else goes on.',
          ...traceLine(run.facts),
        ]
      : endLines(run),
    buttons: buttonsOf(now),
    footer: run.id,
  }
}

function headOf(run: Run): string {
  if (run.facts['retried'] === true) return 'Back to work'
  return run.state === 'open' ? 'Could not synchronise' : 'Left unsynchronised'
}

function endLines(run: Run): NonNullable<Words['lines']> {
  if (run.facts['retried'] === true) return ['It is synchronised anew. If it fails again, that is told here.']
  return [retryLine(run.facts)]
}

function entityOf({ facts }: Run): string {
  return textFact(facts, 'entity') ?? 'an entity'
}

function becauseOf({ facts }: Run): string {
  return textFact(facts, 'because') ?? 'not said'
}

function call({ run, now, look }: Moment): Words {
  return {
    title: `Could not synchronise - ${entityOf(run)}`,
    status: 'critical',
    lines: [
      [
        onCallOf(look),
        ` - you are on call: ${entityOf(run)} was given up after its retries (${becauseOf(run)}). Mend that, then retry.`,
      ],
      ...traceLine(run.facts),
    ],
    buttons: buttonsOf(now),
  }
}
