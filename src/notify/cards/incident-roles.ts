import type { Run } from '../../engine/run.ts'
import type { Field, Span } from '../card.ts'
import type { Look } from '../look.ts'
import { textFact } from './incident-facts.ts'
import { person } from './spans.ts'

const ROLES = { lead: 'Lead', comms: 'Communications', scribe: 'Scribe' } as const

/** Who does what; a missing lead is said, for somebody should take it. */
export function roleFields(run: Run, look: Look): readonly Field[] {
  const held = Object.entries(ROLES).flatMap(([role, label]): readonly (readonly Span[])[] => {
    const id = textFact(run.facts, role)
    if (id !== undefined) return [[`${label} `, ...holder(id, look)]]
    return role === 'lead' && run.facts['acknowledged'] === true ? [[`${label} nobody`]] : []
  })
  const value = held.flatMap((role, n) => (n === 0 ? role : [' - ', ...role]))
  return held.length === 0 ? [] : [{ label: 'Roles', value }]
}

/** A person who holds a role; somebody who left the directory is no help any more. */
export function holder(id: string, look: Pick<Look, 'nameOf' | 'knows'>): readonly Span[] {
  return look.knows(id) ? [person(id, look)] : [`${look.nameOf(id)} (gone)`]
}
