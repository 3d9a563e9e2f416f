import { randomUUID } from 'node:crypto'
import type { Assets } from './asset.ts'
import { createDeliveries, type Deliveries } from './delivery.ts'
import { type ConsoleDeps, PATIENCE, type Patience } from './deps.ts'
import type { Sight } from './feed.ts'
import type { House, Visitor } from './frame.ts'
import { createLive, type Live } from './live.ts'
import { createSeal, type Seal } from './seal.ts'
import { createLinkSigner, createSessions, type LinkSigner, type Sessions } from './session.ts'
import { createWhen } from './when.ts'

/** What the routes of one console share. */
export type Room = {
  readonly deps: ConsoleDeps
  readonly house: House
  readonly patience: Patience
  readonly sessions: Sessions
  readonly links: LinkSigner
  readonly seal: Seal
  readonly deliveries: Deliveries
  readonly live: Live
  sightOf(visitor: Visitor): Sight
}

export function createRoom(deps: ConsoleDeps, assets: Assets): Room {
  const patience = deps.patience ?? PATIENCE
  const when = createWhen(deps.timeZone, () => deps.clock.now())
  return {
    deps,
    patience,
    house: { service: deps.service, demo: deps.demo, store: deps.store, assets },
    sessions: createSessions(deps),
    links: createLinkSigner(deps),
    seal: createSeal(deps.secret),
    deliveries: createDeliveries({ patience, clock: deps.clock }),
    live: createLive(deps.changes),
    sightOf: (visitor) => ({
      visitor,
      nonce: randomUUID,
      when,
      demoWorld: deps.demo && (deps.demoWorld ?? deps.demoLevers) !== undefined,
      sync: deps.view.sync !== undefined,
    }),
  }
}
