import type { SyncDeps } from '../deps.ts'
import type { Row } from '../ports.ts'
import { touch } from '../touch.ts'
import type { Tracer } from '../tracer.ts'
import type { Look } from './look.ts'
import { linkedIds } from './values.ts'

/** Entities whose hours a row uses up: `personne:5`. */
export function affectedBy({ checksCapacityOf, links }: Look['rule'], { values }: Row): readonly string[] {
  const keys = checksCapacityOf.flatMap((field) => {
    const table = links[field]
    return table === undefined ? [] : linkedIds(values[field]).map((id) => `${table}:${id}`)
  })
  return [...new Set(keys)]
}

/** Has them looked at, each for every event that led to this look. */
export async function touchAffected(
  deps: Pick<SyncDeps, 'book' | 'queue' | 'clock'>,
  tracer: Tracer,
  { key, causes }: Pick<Look, 'key' | 'causes'>,
  entities: readonly string[],
): Promise<void> {
  const at = deps.clock.now()
  const events = [...new Set(causes.map(({ event }) => event))]
  for (const entity of new Set(entities)) {
    for (const event of events) await touch(deps, entity, { event, because: 'capacity', at, through: key })
    await tracer.say('touch', { reason: entity })
  }
}
