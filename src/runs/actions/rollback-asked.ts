import type { Fields } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import type { Directory } from '../people.ts'
import { type RollbackOpening, SCENARIOS } from '../releases.ts'

type Asked = Pick<RollbackOpening, 'scenario' | 'reason'>

/** A week: whatever asks for the same rollback again by then finds the first. */
export const REMEMBER_MS = 7 * 24 * 3_600_000

/** What the form of a rollback says. Nothing keeps a rollback from happening, so an empty form means the usual one. */
export function rollbackAsked(fields: Fields, usual: Asked['scenario']): Asked {
  const scenario = SCENARIOS.find((one) => one === fields['scenario'])
  return { scenario: scenario ?? usual, reason: textFact(fields, 'reason') ?? 'no reason was given' }
}

/** Whoever asked, as the directory knows them. */
export function actorOf(directory: Pick<Directory, 'byId'>, id: string): RollbackOpening['by'] {
  return { id, groups: directory.byId(id)?.groups ?? [] }
}
