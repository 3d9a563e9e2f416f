import { VIGIE } from '../../engine/run.ts'
import type { Span } from '../card.ts'
import type { Look } from '../look.ts'

/** A person as a span: a surface that knows the account may call them, the others show the name. */
export function person(id: string, look: Pick<Look, 'nameOf'>): Span {
  return { person: id, name: look.nameOf(id) }
}

/** As `person`, or Vigie itself. */
export function author(id: string, look: Pick<Look, 'nameOf'>): Span {
  return id === VIGIE ? 'Vigie' : person(id, look)
}

/** A ticket of GitHub by its number; only the number where the address is not known. */
export function ticket(number: string, url: string | undefined): Span {
  const label = number.startsWith('#') ? number : `#${number}`
  return url === undefined ? label : { link: url, label }
}
