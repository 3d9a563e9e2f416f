import type { SyncDeps } from './deps.ts'
import type { Desk } from './desk.ts'
import { createDesk } from './flow/desk-of.ts'
import { createIntake } from './flow/intake.ts'
import { createOutage } from './flow/outage.ts'
import { createWork, type Looks } from './flow/work.ts'
import type { SyncHandlers } from './queue.ts'

export type Sync = {
  readonly handlers: SyncHandlers
  readonly desk: Desk
  /** Goes on with what a crash left; to be called once the handlers are at work. */
  start(): Promise<void>
}

/** `botUser` answers the number of the bot's own account in Baserow, where it is known: what it wrote last is no news. */
export function createSync(
  deps: SyncDeps,
  looks: Looks,
  botUser: () => number | undefined = () => undefined,
): Sync {
  const outage = createOutage(deps, looks.ping)
  return {
    handlers: {
      delivery: createIntake(deps, botUser),
      entity: createWork(deps, looks, outage),
      probe: outage.probe,
    },
    desk: createDesk(deps),
    start: outage.start,
  }
}
