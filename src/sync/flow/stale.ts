import type { Change } from '../delivery.ts'
import type { SyncDeps } from '../deps.ts'
import { readKey } from '../entity.ts'
import type { Tracer } from '../tracer.ts'

type Stale = Pick<Change, 'entity' | 'links'>

/**
 * What of the cache may be wrong after a change: everything of its table, and all of the entities that the row leads to.
 * Rows that changed are named whole: those are dropped at once, whoever kept them.
 */
export function stalePatterns({ entity, links = [] }: Stale): readonly string[] {
  const read = readKey(entity)
  if (read === undefined) return []
  const own = read.kind === 'row' ? [`bridge:${entity}`, `bridge:${read.table}:*`] : around(entity)
  return [...own, ...links.flatMap(around)]
}

function around(key: string): readonly string[] {
  return [`bridge:${key}`, `bridge:${key}:*`]
}

/** Once for all of an event: it is a walk over the keys. A cache that is away stops nobody: after five minutes it forgets. */
export async function dropStale(
  { cache, log }: Pick<SyncDeps, 'cache' | 'log'>,
  tracer: Tracer,
  changes: readonly Stale[],
): Promise<void> {
  const patterns = [...new Set(changes.flatMap(stalePatterns))]
  if (patterns.length === 0) return
  try {
    await tracer.step('drop_cache', () => cache.drop(patterns))
  } catch (error) {
    log.warn({ err: error, patterns }, 'the cache could not be dropped')
  }
}
