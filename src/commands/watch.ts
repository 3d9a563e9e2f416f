import { watchView } from '../notify/cards/release-picture.ts'
import type { WatchView } from '../notify/charts/watch.ts'
import type { Context } from './context.ts'

/** Everything that was seen of production since the release was deployed; undefined for what isn't watched. */
export async function watchViewOf(
  { store, settings }: Pick<Context, 'store' | 'settings'>,
  id: string,
): Promise<WatchView | undefined> {
  const run = await store.get(id)
  return run && watchView(run, settings)
}
