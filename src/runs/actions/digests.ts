import { z } from 'zod'
import type { Fields } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'

/** What Vigie wrote last, by place in the document. */
export type Digests = Readonly<Record<string, string>>

const schema = z.record(z.string(), z.string())

/** As the note of the last proposal holds them; none before the first. */
export function readDigests(proposed: Fields | undefined): Digests {
  const told = textFact(proposed, 'digests')
  return told === undefined ? {} : schema.parse(JSON.parse(told))
}
