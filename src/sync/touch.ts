import type { Cause } from './delivery.ts'
import type { SyncDeps } from './deps.ts'

/** Has an entity looked at, for this cause. The cause is written first: a crash between leaves a cause that the next look settles. */
export async function touch(
  {
    book,
    queue,
  }: { readonly book: Pick<SyncDeps['book'], 'causes'>; readonly queue: Pick<SyncDeps['queue'], 'touch'> },
  entity: string,
  cause: Cause,
): Promise<void> {
  await book.causes.add(entity, cause)
  await queue.touch([entity])
}
