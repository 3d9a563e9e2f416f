import { pause, type SyncDeps } from '../deps.ts'
import type { TraceLine } from '../trace.ts'

export type Ended = { readonly page?: string }

const LOOK_MS = 25

/** How it ended for all `entities` of an event, as soon as it did; undefined when it did not in time, or when one of them failed. */
export async function waitForEnd(
  { book, clock }: { readonly book: Pick<SyncDeps['book'], 'trace'>; readonly clock: SyncDeps['clock'] },
  event: string,
  entities: readonly string[],
  withinMs: number,
): Promise<Ended | undefined> {
  const until = clock.now() + withinMs
  for (;;) {
    const ended = endOf(await book.trace.of(event), entities)
    const left = until - clock.now()
    if (ended !== undefined || left <= 0) return ended
    await pause(clock, Math.min(LOOK_MS, left))
  }
}

/** A line without an entity speaks of them all. */
function endOf(lines: readonly TraceLine[], entities: readonly string[]): Ended | undefined {
  const ends = lines.filter(({ ended, success }) => ended === true && success)
  const isOver = (entity?: string) => ends.some((line) => line.entity === entity || line.entity === undefined)
  if (!(entities.length === 0 ? isOver() : entities.every(isOver))) return undefined
  const page = lines.findLast((line) => line.page !== undefined && entities.includes(line.entity ?? ''))?.page
  return page === undefined ? {} : { page }
}
