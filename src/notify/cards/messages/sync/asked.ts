import type { Span } from '../../../card.ts'
import type { Look } from '../../../look.ts'
import { person } from '../../spans.ts'
import { everyoneOf } from '../phrases.ts'

/** Whoever owns the product; where the team has no such group, whoever is on call. */
export function adminsOf(look: Look): readonly Span[] {
  const owners = look.membersOf('owners')
  return everyoneOf(owners.length === 0 ? [look.onCall.primary] : owners, look)
}

export function onCallOf(look: Look): Span {
  return person(look.onCall.primary, look)
}
