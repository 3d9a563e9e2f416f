import type { Fields } from './fields.ts'

/** How facts must stand: each `set`, `unset`, or one of these values. All of them must hold. */
type Facts = Readonly<Record<string, 'set' | 'unset' | readonly string[]>>

/** One way in which facts must stand, or several of which one is enough. */
export type Condition = Facts | readonly Facts[]

/** A fact that is absent, false or empty is unset. No condition always holds. */
export function holds(condition: Condition | undefined, facts: Fields): boolean {
  if (condition === undefined) return true
  const ways: readonly Facts[] = isList(condition) ? condition : [condition]
  return ways.some((way) => stands(way, facts))
}

function isList(condition: Condition): condition is readonly Facts[] {
  return Array.isArray(condition)
}

function stands(way: Facts, facts: Fields): boolean {
  return Object.entries(way).every(([fact, wanted]) => {
    const value = facts[fact] ?? false
    if (wanted === 'set') return isSet(value)
    if (wanted === 'unset') return !isSet(value)
    return typeof value === 'string' && wanted.includes(value)
  })
}

function isSet(value: string | boolean): boolean {
  return value !== false && value !== ''
}
