import { z } from 'zod'
import type { SyncDeps } from '../deps.ts'
import { type Docmost, type Space, SyncError } from '../ports.ts'
import type { RowPageRule } from '../rules.ts'

/** Where a page stands: at the top of its space without a parent. */
export type Place = { readonly space: string; readonly parent?: string }

type PlaceDeps = {
  readonly docmost: Pick<Docmost, 'spaces' | 'children' | 'page'>
  readonly cache: SyncDeps['cache']
}

const SPACES = 'bridge:docmost:spaces'
const spacesSchema = z.array(z.object({ id: z.string(), name: z.string(), slug: z.string() }))

/** Both are remembered for some minutes. Throws `SyncError` when there is no such space or page. */
export async function placeOf(
  deps: PlaceDeps,
  { space: name, parent }: Pick<RowPageRule, 'space' | 'parent'>,
): Promise<Place> {
  const space = await spaceCalled(deps, name)
  if (space === undefined) throw missing(`there is no space '${name}' that the bot is a member of`)
  if (parent === undefined) return { space: space.id }
  const page = (await parentCalled(deps, space.id, parent)) ?? (await parentCalled(deps, space.id, parent))
  if (page === undefined)
    throw missing(`there is no page '${parent}' at the top of the space '${space.name}'`)
  return { space: space.id, parent: page }
}

/** Empty for a space that the bot can't see. */
export async function slugOf(deps: PlaceDeps, space: string): Promise<string> {
  const spaces = await spacesOf(deps)
  return spaces.find(({ id }) => id === space)?.slug ?? ''
}

async function spaceCalled(deps: PlaceDeps, name: string): Promise<Space | undefined> {
  const called = (spaces: readonly Space[]) =>
    spaces.find((space) => space.name === name) ?? spaces.find(({ slug }) => slug === name)
  const known = called(await spacesOf(deps))
  if (known !== undefined) return known
  await deps.cache.drop([SPACES])
  return called(await spacesOf(deps))
}

async function spacesOf({ docmost, cache }: PlaceDeps): Promise<readonly Space[]> {
  const read = spacesSchema.safeParse(await cache.read(SPACES, () => docmost.spaces()))
  return read.success ? read.data : docmost.spaces()
}

/** What was remembered is forgotten when it is no page any more: ask again then. */
async function parentCalled(
  { docmost, cache }: PlaceDeps,
  space: string,
  title: string,
): Promise<string | undefined> {
  const key = `bridge:docmost:parent:${space}:${title}`
  const id = await cache.read(key, async () => {
    const top = await docmost.children(space)
    return top.find((page) => page.title === title)?.id ?? null
  })
  const page = typeof id === 'string' ? await docmost.page(id) : undefined
  if (page !== undefined && !page.trashed && page.title === title) return page.id
  await cache.drop([key])
  return undefined
}

function missing(said: string): SyncError {
  return new SyncError('docmost', 'not_found', { retry: false, said })
}
