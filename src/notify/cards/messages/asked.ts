import type { Run } from '../../../engine/run.ts'
import type { Span } from '../../card.ts'
import type { Look } from '../../look.ts'
import { textFact } from '../incident-facts.ts'
import { person } from '../spans.ts'

/** Whom a message asks to act: the lead, else whoever is on call, and why it is not the lead. */
export type Asked = {
  readonly id: string
  readonly name: Span
  /** `Yan led it and left - `; empty when the lead is asked, or nobody was to lead yet. */
  readonly why: string
}

export function askedOf(run: Run, look: Look): Asked {
  const lead = textFact(run.facts, 'lead')
  if (lead !== undefined && look.knows(lead)) return { id: lead, name: person(lead, look), why: '' }
  const { primary } = look.onCall
  const why = lead === undefined ? unled(run) : `${look.nameOf(lead)} led it and left - `
  return { id: primary, name: person(primary, look), why }
}

function unled(run: Run): string {
  return run.facts['acknowledged'] === true ? 'nobody leads - ' : ''
}
