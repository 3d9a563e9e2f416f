import type { Run } from '../engine/run.ts'
import { CARD } from '../runs/redraw.ts'
import type { Context } from './context.ts'
import type { MarkedMessage, Spot } from './marked-message.ts'

type Deps = Pick<Context, 'store' | 'deliveries'>

const OPEN_LOOKED_AT = 50
const LAST_LOOKED_AT = 20

/**
 * The incident that a marked message belongs to: under the card of a run that one,
 * in a channel the one that goes on there.
 */
export async function incidentFor(deps: Deps, message: MarkedMessage): Promise<Run | undefined> {
  const root = { channel: message.channel, message: message.thread ?? message.message }
  const id = await deps.deliveries.runAt(message.surface, root)
  if (id === undefined) return latestIn(deps, message)
  const run = await deps.store.get(id)
  const parent = run?.parent === undefined ? run : await deps.store.get(run.parent)
  return parent !== undefined && takesQuotes(parent) ? parent : undefined
}

/** The latest one that is not resolved, else the latest one, of those whose card stands in this channel. */
async function latestIn({ store, deliveries }: Deps, message: Spot): Promise<Run | undefined> {
  const open = await store.list({ state: 'open', playbook: 'incident', limit: OPEN_LOOKED_AT })
  const last = await store.list({ playbook: 'incident', limit: LAST_LOOKED_AT })
  for (const run of [...open.filter((one) => one.facts['resolved'] !== true), ...last]) {
    const place = await deliveries.place(run.id, CARD, message.surface)
    // A card that reached people directly has lost its channel, or had: what is said there is about it.
    const here = place?.channel === message.channel || place?.direct !== undefined
    if (here && takesQuotes(run)) return run
  }
  return undefined
}

/** The run whose card stands there, or which quotes what stands there. */
export async function runQuoting({ deliveries, store }: Deps, spot: Spot): Promise<Run | undefined> {
  const id = await deliveries.runAt(spot.surface, spot)
  return id === undefined ? undefined : store.get(id)
}

/** A card is redrawn with its run: an entry about each redrawing would redraw it again. */
export async function isCardOf({ deliveries }: Deps, run: Run, spot: Spot): Promise<boolean> {
  const card = await deliveries.place(run.id, CARD, spot.surface)
  return card?.channel === spot.channel && card.message === spot.message
}

function takesQuotes(run: Run): boolean {
  return run.notes.some((note) => note.id === 'quoted')
}
