import type { Span } from '../card.ts'
import type { Look } from '../look.ts'

/** A person as a span: a surface that knows the account may call them, the others show the name. */
export function person(id: string, look: Pick<Look, 'nameOf'>): Span {
  return { person: id, name: look.nameOf(id) }
}
