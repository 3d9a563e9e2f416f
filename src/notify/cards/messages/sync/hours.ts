import type { Fields } from '../../../../engine/run.ts'
import { textFact } from '../../incident-facts.ts'

/** `2.5 h`, without its sign. Sums of a table have tails: -2.4999999 is 2.5. */
export function hoursIn(facts: Fields, key: 'hours' | 'left'): string {
  const amount = Math.round(Math.abs(Number(textFact(facts, key) ?? Number.NaN)) * 100) / 100
  return Number.isNaN(amount) ? 'some hours' : `${amount} h`
}
