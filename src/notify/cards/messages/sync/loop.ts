import type { Run } from '../../../../engine/run.ts'
import { buttonsOf } from '../../buttons.ts'
import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { following, type Templates, call as toAll, type Words } from '../template.ts'
import { onCallOf } from './asked.ts'
import { askedFields, chosenFields } from './ended.ts'
import { eventsField, retryLine, traceLine } from './traced.ts'

/** The same change came again and again. */
export const loopMessages: Templates = {
  'sync-loop.card': following(card),
  'sync-loop.call': toAll(call),
}

function card({ run, now, look }: Moment): Words {
  const { facts } = run
  const isOpen = run.state === 'open'
  return {
    title: `${headOf(run)} - ${entityOf(run)}`,
    status: isOpen ? 'critical' : 'done',
    fields: [
      { label: 'Evidence', value: evidenceOf(run) },
      ...eventsField(facts),
      ...(facts['hash'] === undefined ? [] : [{ label: 'Fingerprint', value: String(facts['hash']) }]),
      ...askedFields(run, 'release', facts['released'] === true ? 'Breaker closed' : 'Close asked', look),
      ...chosenFields(run, look),
    ],
    lines: isOpen
      ? [
          'It is held back, and nothing is lost: its latest state is synchronised when the breaker is closed. Everything else goes on.',
          'Find what writes it again and again, stop that, then close the breaker.',
          ...traceLine(facts),
        ]
      : facts['released'] === true
        ? []
        : [retryLine(facts)],
    buttons: buttonsOf(now),
    footer: run.id,
  }
}

function headOf(run: Run): string {
  if (run.facts['released'] === true) return 'Loop over'
  return run.state === 'open' ? 'Loop stopped' : 'Loop left with its breaker open'
}

function entityOf({ facts }: Run): string {
  return textFact(facts, 'entity') ?? 'an entity'
}

function evidenceOf({ facts }: Run): string {
  return `${textFact(facts, 'count') ?? 'Many'} identical events in a minute`
}

function call({ run, now, look }: Moment): Words {
  return {
    title: `Loop - ${entityOf(run)}`,
    status: 'critical',
    lines: [
      [
        onCallOf(look),
        ` - you are on call: ${evidenceOf(run)} for ${entityOf(run)}. It is held back: nothing gets worse, and nothing is lost. Find what writes it, stop that, then close the breaker.`,
      ],
      ...traceLine(run.facts),
    ],
    buttons: buttonsOf(now),
  }
}
