import type { Effect } from '../engine/event.ts'
import type { Run } from '../engine/run.ts'
import type { SurfaceName } from '../notify/ports.ts'
import type { Job } from './ports.ts'

/** One job for each effect on each surface that is on; timers and actions are nobody's surface. */
export function planJobs(
  run: Run,
  effects: readonly Effect[],
  surfaces: readonly SurfaceName[],
): readonly Job[] {
  return effects.flatMap((effect): readonly Job[] => {
    switch (effect.kind) {
      case 'timer':
        return [{ id: effect.id, kind: 'timer', run: effect.run, timer: effect.timer, dueAt: effect.dueAt }]
      case 'act':
        return [{ id: effect.id, kind: 'act', effect }]
      default:
        return deliveries(run, effect, surfaces)
    }
  })
}

/** The jobs that carry one effect to each surface. */
export function deliveries(
  run: Pick<Run, 'channel'>,
  effect: Effect,
  surfaces: readonly SurfaceName[],
): readonly Job[] {
  return surfaces.map((surface) => ({
    id: `${effect.id}@${surface}`,
    kind: 'deliver',
    surface,
    channel: effect.kind === 'post' ? (effect.channel ?? run.channel) : run.channel,
    effect,
  }))
}
