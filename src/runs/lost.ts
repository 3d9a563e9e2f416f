import type { Effect } from '../engine/event.ts'
import { type Run, VIGIE } from '../engine/run.ts'
import { type Lost, type Surface, SurfaceError } from '../notify/ports.ts'
import type { AuditLog, Clock, Deliveries } from './ports.ts'

export type LostDeps = {
  readonly deliveries: Pick<Deliveries, 'begin'>
  readonly audit: Pick<AuditLog, 'append'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: { warn(data: object, message: string): void }
}

export type LostError = SurfaceError & { readonly lost: Lost }

/** The channel itself takes nothing any more, and no retry will mend it. */
export function isLost(error: unknown): error is LostError {
  return error instanceof SurfaceError && error.lost !== undefined
}

/** What could not be done in a lost channel, in the log and in the audit. */
export async function tellLost(
  { audit, clock, log }: LostDeps,
  surface: Surface,
  run: Run,
  did: Effect['kind'],
  reason: string,
): Promise<void> {
  log.warn({ run: run.id, channel: run.channel, did, reason }, 'a channel is lost')
  const at = clock.now()
  await audit.append({ at, run: run.id, by: VIGIE, door: surface.name, did, result: 'failed', reason })
}

/** Does it unless the channel is lost; then it is left out, which is told once for each run and kind. */
export async function unlessLost(
  deps: LostDeps,
  surface: Surface,
  run: Run,
  did: 'redraw' | 'pin',
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!isLost(error)) throw error
    const first = (await deps.deliveries.begin(`${run.id}.${did}.lost@${surface.name}`)) === 'first'
    if (first) await tellLost(deps, surface, run, did, `${error.code} - left out`)
  }
}
