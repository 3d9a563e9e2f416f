import type { Run } from '../engine/run.ts'
import type { Message } from '../notify/card.ts'
import { sentDirectly } from '../notify/direct.ts'
import type { Surface } from '../notify/ports.ts'
import { type LostDeps, unlessLost } from './lost.ts'
import type { Deliveries, RunStore } from './ports.ts'

/** The slot of the card that follows its run. */
export const CARD = 'card'

export type DrawDeps = LostDeps & {
  readonly store: Pick<RunStore, 'get'>
  readonly deliveries: Deliveries
  readonly render: (run: Run, message: string, entry: number) => Message
}

/**
 * Redraws the run's card from the run as it stands, again while it moved meanwhile.
 * Whoever draws last has looked last, so a slow drawer can't leave an old card behind.
 * `drawn` is the version that already stands there.
 */
export async function drawUntilCurrent(
  deps: DrawDeps,
  surface: Surface,
  id: string,
  drawn?: number,
): Promise<void> {
  const place = await deps.deliveries.place(id, CARD, surface.name)
  if (place === undefined) return
  let version = drawn
  for (;;) {
    const run = await deps.store.get(id)
    if (run === undefined || run.version === version) return
    const { card } = deps.render(run, `${run.playbook}.card`, 0)
    for (const each of [place, ...(place.direct?.copies ?? [])]) {
      const because = place.direct?.because
      const shown = because === undefined ? card : sentDirectly(card, run.channel, because)
      await unlessLost(deps, surface, run, 'redraw', () => surface.update(each, shown))
    }
    version = run.version
  }
}
