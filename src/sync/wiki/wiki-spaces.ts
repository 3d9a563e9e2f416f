import { z } from 'zod'
import type { SyncDeps } from '../deps.ts'
import type { Space } from '../ports.ts'

const KEY = 'bridge:docmost:spaces'

const spacesSchema = z.array(z.object({ id: z.string(), name: z.string(), slug: z.string() }))

/** The space with this id. Names may be five minutes old; a space that is not known is asked for. */
export async function spaceById(
  { docmost, cache }: Pick<SyncDeps, 'docmost' | 'cache'>,
  id: string,
): Promise<Space | undefined> {
  const kept = spacesSchema.safeParse(await cache.read(KEY, () => docmost.spaces())).data
  return kept?.find((space) => space.id === id) ?? (await docmost.spaces()).find((space) => space.id === id)
}

/** Whether rules that say `name` mean this space. */
export function isSpace({ name, slug }: Space, wanted: string): boolean {
  return wanted === slug || wanted === name
}
