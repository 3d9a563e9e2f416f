import type { Run } from '../engine/run.ts'
import { sentDirectly } from '../notify/direct.ts'
import { type OutMessage, type Place, type Surface, SurfaceError } from '../notify/ports.ts'
import { type LostDeps, type LostError, tellLost } from './lost.ts'
import { type Deliveries, Hopeless } from './ports.ts'

export type DirectDeps = LostDeps & {
  readonly deliveries: Deliveries
  /** The people who are reached directly when a channel is lost, the most urgent first: who is on call. */
  readonly lifeboat: () => readonly string[]
}

/** A post under way. `job` names its attempt. */
export type Posting = { readonly job: string; readonly run: Run; readonly out: OutMessage }

/** Posts once however often it is tried: what an earlier attempt may have posted is looked for first. */
export async function postOnce(
  { deliveries }: Pick<DirectDeps, 'deliveries'>,
  surface: Surface,
  { job, out }: Pick<Posting, 'job' | 'out'>,
  attempt: 'first' | 'unknown',
): Promise<{ readonly place: Place; readonly found: boolean }> {
  const found = attempt === 'unknown' ? await surface.find(out) : undefined
  if (found !== undefined) return { place: found, found: true }
  try {
    return { place: await surface.post(out), found: false }
  } catch (error) {
    // A post that was turned away for its rate did nothing: the next attempt need not look for it.
    const turnedAway = error instanceof SurfaceError && error.retryAfterMs !== undefined
    if (turnedAway && attempt === 'first') await deliveries.forget(job)
    throw error
  }
}

/**
 * The channel is lost: the message goes to whoever is on call, and says why. Nobody reached is hopeless.
 * It never comes back here for a direct message that fails.
 */
export async function postDirectly(
  deps: DirectDeps,
  surface: Surface,
  { job, run, out }: Posting,
  error: LostError,
): Promise<Place> {
  const { thread: _lost, broadcast: _nowhere, ...rest } = out
  const card = sentDirectly(out.card, run.channel, error.lost)
  const people = [...new Set(deps.lifeboat())]
  const outs = people.map((to) => ({ ...rest, card, to }))
  const reached = await postEach(deps, surface, job, outs)
  const [first, ...others] = reached
  if (first === undefined) throw new Hopeless(`${error.code}, and nobody on call is reached directly`)
  const names = reached.map(({ out: { to } }) => to).join(', ')
  await tellLost(deps, surface, run, 'post', `${error.code} - sent directly to ${names}`)
  return { ...first.place, direct: { because: error.lost, copies: others.map(({ place }) => place) } }
}

/** A reply under a card that stands in direct messages: under each of them. Undefined when none of them takes it. */
export async function replyDirectly(
  deps: DirectDeps,
  surface: Surface,
  { job, out }: Posting,
  card: Place,
): Promise<Place | undefined> {
  const threads = [card, ...(card.direct?.copies ?? [])]
  const reached = await postEach(
    deps,
    surface,
    job,
    threads.map((thread) => ({ ...out, thread })),
  )
  const [first, ...others] = reached.map(({ place }) => place)
  return first === undefined ? undefined : { ...first, direct: { copies: others } }
}

type Reached = { readonly out: OutMessage; readonly place: Place }

/** Each has an attempt of its own, so that a retry repeats none. Whoever can't be reached holds up nobody else. */
async function postEach(
  deps: DirectDeps,
  surface: Surface,
  job: string,
  outs: readonly OutMessage[],
): Promise<readonly Reached[]> {
  const reached: Reached[] = []
  let again: unknown
  for (const out of outs) {
    const own = `${job}>${out.to ?? out.thread?.channel}`
    try {
      const attempt = (await deps.deliveries.begin(own)) === 'first' ? 'first' : 'unknown'
      const { place } = await postOnce(deps, surface, { job: own, out }, attempt)
      reached.push({ out, place })
    } catch (error) {
      if (error instanceof SurfaceError && !error.retry) {
        deps.log.warn({ job: own, err: error }, 'a direct message was not taken')
      } else again ??= error
    }
  }
  if (again !== undefined) throw again
  return reached
}
