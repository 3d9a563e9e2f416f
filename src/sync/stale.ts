import type { Change } from './delivery.ts'
import type { SyncDeps } from './deps.ts'
import { readKey } from './entity.ts'
import type { Tracer } from './tracer.ts'

/** What of the cache may be wrong after a change: everything of its table, and all of the entities that the row leads to. */
export function stalePatterns({ entity, links = [] }: Pick<Change, 'entity' | 'links'>): readonly string[] {
  const read = readKey(entity)
  if (read === undefined) return []
  const own = read.kind === 'row' ? [`bridge:${read.table}:*`] : around(entity)
  return [...own, ...links.flatMap(around)]
}

function around(key: string): readonly string[] {
  return [`bridge:${key}`, `bridge:${key}:*`]
}

/** A cache that is away is no reason to stop: what it holds ends by itself after five minutes. */
export async function dropStale(
  { cache, log }: Pick<SyncDeps, 'cache' | 'log'>,
  tracer: Tracer,
  change: Change,
): Promise<void> {
  const patterns = stalePatterns(change)
  if (patterns.length === 0) return
  try {
    await tracer.step('drop_cache', () => cache.drop(patterns))
  } catch (error) {
    log.warn({ err: error, entity: change.entity }, 'the cache could not be dropped')
  }
}
