import type { Effect } from '../engine/event.ts'
import type { Run } from '../engine/run.ts'
import type { Place, Surface } from '../notify/ports.ts'
import { type DirectDeps, type Posting, postDirectly, postOnce, replyDirectly } from './direct.ts'
import { isLost, unlessLost } from './lost.ts'
import { type Clock, Hopeless, Postponed } from './ports.ts'
import { CARD, type DrawDeps, drawUntilCurrent } from './redraw.ts'

/** How long a reply waits for its card before it stands in the channel by itself. */
const CARD_WAIT_MS = 10 * 60_000
const LOOK_AGAIN_MS = 300

export type DeliverDeps = DrawDeps & DirectDeps & { readonly clock: Clock }

/**
 * Carries one effect out on one surface. At least once: the attempt is marked before it is made,
 * and one whose end nobody knows is looked for before it is made again.
 */
export async function deliver(
  deps: DeliverDeps,
  surface: Surface,
  job: string,
  effect: Effect,
): Promise<void> {
  const run = await deps.store.get(effect.run)
  if (run === undefined) throw new Hopeless(`${effect.run} is not in the store`)
  switch (effect.kind) {
    case 'post':
      return post(deps, surface, job, run, effect)
    case 'pin':
    case 'unpin':
      return pinAsItStands(deps, surface, run)
    case 'redraw':
      return drawUntilCurrent(deps, surface, run.id)
    case 'timer':
    case 'act':
      throw new Hopeless(`${effect.kind}: is delivered to no surface`)
  }
}

type Post = Extract<Effect, { kind: 'post' }>

async function post(deps: DeliverDeps, surface: Surface, job: string, run: Run, effect: Post): Promise<void> {
  const message = deps.render(run, effect.message, effect.entry)
  const alone = message.place === 'channel' || effect.channel !== undefined
  const thread = alone ? undefined : await threadOf(deps, surface, run, effect)
  const attempt = await deps.deliveries.begin(job)
  if (attempt === 'done') {
    // Whoever posted the card may have died before looking whether the run had moved on.
    if (message.follows) await drawUntilCurrent(deps, surface, run.id)
    return
  }
  const channel = effect.channel ?? run.channel
  const target = { channel, tag: { run: run.id, effect: effect.id }, ...(thread && { thread }) }
  const out = { ...target, card: message.card, broadcast: !alone && message.place === 'thread_and_channel' }
  const { place, found } = await reach(deps, surface, { job, run, out }, attempt)
  if (!message.follows) return deps.deliveries.done(job)
  await deps.deliveries.done(job, { run: run.id, slot: CARD, surface: surface.name, place })
  await drawUntilCurrent(deps, surface, run.id, found ? undefined : run.version)
}

/** Under its card, or in the channel; to people directly when that is lost. */
async function reach(
  deps: DeliverDeps,
  surface: Surface,
  posting: Posting,
  attempt: 'first' | 'unknown',
): Promise<{ readonly place: Place; readonly found: boolean }> {
  const { thread, ...free } = posting.out
  if (thread?.direct !== undefined) {
    const place = await replyDirectly(deps, surface, posting, thread)
    return place === undefined
      ? reach(deps, surface, { ...posting, out: free }, attempt)
      : { place, found: true }
  }
  try {
    return await postOnce(deps, surface, posting, attempt)
  } catch (error) {
    if (!isLost(error)) throw error
    return { place: await postDirectly(deps, surface, posting, error), found: true }
  }
}

/** The card's place; while the card is still on its way the reply waits, without counting as tried. */
async function threadOf(
  deps: DeliverDeps,
  surface: Surface,
  run: Run,
  effect: Post,
): Promise<Place | undefined> {
  // What belongs to another run stands under that one's card; where that never came, under its own.
  const place =
    (await deps.deliveries.place(run.parent ?? run.id, CARD, surface.name)) ??
    (run.parent === undefined ? undefined : await deps.deliveries.place(run.id, CARD, surface.name))
  const since = run.history[effect.entry]?.at ?? run.openedAt
  if (place !== undefined || deps.clock.now() - since > CARD_WAIT_MS) return place
  throw new Postponed('the card is not posted yet', LOOK_AGAIN_MS)
}

/**
 * Pins the card or unpins it as the run stands, whichever of the two was asked for:
 * after a crash the asking may come in the wrong order, and what counts is how the run stands.
 */
async function pinAsItStands(deps: DeliverDeps, surface: Surface, run: Run): Promise<void> {
  const place = await needPlace(deps, surface, run)
  await unlessLost(deps, surface, run, 'pin', () =>
    run.pinned === true ? surface.pin(place) : surface.unpin(place),
  )
  const now = await deps.store.get(run.id)
  if (now !== undefined && now.pinned !== run.pinned) await pinAsItStands(deps, surface, now)
}

async function needPlace(deps: DeliverDeps, surface: Surface, run: Run): Promise<Place> {
  const place = await deps.deliveries.place(run.id, CARD, surface.name)
  if (place !== undefined) return place
  if (deps.clock.now() - run.openedAt > CARD_WAIT_MS) throw new Hopeless('the card was never posted')
  throw new Postponed('the card is not posted yet', LOOK_AGAIN_MS)
}
