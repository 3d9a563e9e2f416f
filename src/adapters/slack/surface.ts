import type { Logger } from 'pino'
import type { OutMessage, Place, Surface } from '../../notify/ports.ts'
import { SurfaceError } from '../../notify/ports.ts'
import { cardToBlockKit } from '../../notify/slack/card.ts'
import type { Directory } from '../../runs/people.ts'
import type { ChannelMemory, Clock } from '../../runs/ports.ts'
import { createChannelIds } from './channels.ts'
import { toSurfaceError } from './errors.ts'
import { findTagged, METADATA_EVENT, type ReadPage } from './find.ts'
import { createIllustrate, type Draw } from './illustrate.ts'
import type { Pictures } from './pictures.ts'
import type { PostArgs, SlackMessages } from './port.ts'

export type SlackSurfaceDeps = {
  readonly client: SlackMessages
  /** Configured name (`ops`) to Slack's channel id or name. */
  readonly channels: Readonly<Record<string, string>>
  /** Keeps a renamed channel reachable. */
  readonly memory: ChannelMemory
  readonly directory: Pick<Directory, 'byId'>
  readonly clock: Clock
  /** Absent: cards go without pictures. */
  readonly pictures?: Pictures
  readonly log: Pick<Logger, 'info' | 'warn'>
}

/** The card stands already; its picture follows when Slack has looked at the file. */
const NOT_READY_MS = 3_000

/** Slack as a surface. It never waits: what Slack refuses for now becomes a `SurfaceError` with `retryAfterMs`. */
export function createSlackSurface(deps: SlackSurfaceDeps): Surface {
  const { client, clock, log } = deps
  const ids = createChannelIds(deps)
  const draw: Draw = (card, file) =>
    cardToBlockKit(card, (person) => deps.directory.byId(person)?.slack, file)
  const illustrate = createIllustrate(deps.pictures, draw)

  /** A bot that isn't in the channel joins it once and tries again. */
  async function asMember<T>(channel: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (cause) {
      if (toSurfaceError(cause).code !== 'not_in_channel') throw cause
      await client.conversations.join({ channel })
      log.info({ channel }, 'joined a Slack channel')
      return act()
    }
  }

  /** Where a message goes: into a thread, to a person, or into its channel. */
  async function channelOf({ channel, thread, to }: Where): Promise<string> {
    if (thread !== undefined) return thread.channel
    return to === undefined ? ids.idOf(channel) : directMessage(client, deps.directory.byId(to)?.slack)
  }

  /** A channel that is lost is looked up anew the next time: another may have its name by then. */
  async function unlessLost<T>(channel: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (cause) {
      const error = toSurfaceError(cause)
      if (error.lost !== undefined) ids.forget(channel)
      throw error
    }
  }

  return {
    name: 'slack',
    post: (message) =>
      unlessLost(message.channel, async () => {
        const channel = await channelOf(message)
        const { result: posted } = await illustrate(message.card, (drawn) =>
          asMember(channel, () => client.chat.postMessage(postArgs(message, channel, drawn))),
        )
        if (posted.ts === undefined) throw new SurfaceError('no_ts', { retry: true })
        return { channel: posted.channel ?? channel, message: posted.ts }
      }),
    update: (place, card) =>
      told(async () => {
        // Without `metadata` Slack keeps what the post carried.
        const { again } = await illustrate(card, (drawn) =>
          client.chat.update({ channel: place.channel, ts: place.message, ...drawn }),
        )
        if (again) throw new SurfaceError('picture_not_ready', { retry: true, retryAfterMs: NOT_READY_MS })
      }),
    find: ({ tag, thread, ...where }) =>
      told(async () => {
        const id = await channelOf({ ...where, ...(thread && { thread }) })
        const read = thread === undefined ? historyOf(client) : repliesOf(client, thread)
        return asMember(id, () => findTagged(read, id, tag, clock.now()))
      }),
    pin: (place) =>
      told(() =>
        unless('already_pinned', () => asMember(place.channel, () => client.pins.add(pinOf(place)))),
      ),
    unpin: (place) =>
      told(() => unless('no_pin', () => asMember(place.channel, () => client.pins.remove(pinOf(place))))),
  }
}

type Where = Pick<OutMessage, 'channel' | 'thread' | 'to'>

async function directMessage(
  client: Pick<SlackMessages, 'conversations'>,
  user: string | undefined,
): Promise<string> {
  if (user === undefined) throw new SurfaceError('no_account', { retry: false })
  const opened = await client.conversations.open({ users: user })
  if (opened.channel?.id === undefined) throw new SurfaceError('no_channel', { retry: true })
  return opened.channel.id
}

function postArgs(message: OutMessage, channel: string, drawn: ReturnType<typeof cardToBlockKit>): PostArgs {
  const thread =
    message.thread === undefined
      ? {}
      : { thread_ts: message.thread.message, reply_broadcast: message.broadcast === true }
  return {
    channel,
    ...drawn,
    metadata: {
      event_type: METADATA_EVENT,
      event_payload: { run: message.tag.run, effect: message.tag.effect },
    },
    unfurl_links: false,
    unfurl_media: false,
    ...thread,
  }
}

function historyOf(client: SlackMessages): ReadPage {
  return (args) => client.conversations.history(args)
}

function repliesOf(client: SlackMessages, thread: Place): ReadPage {
  return (args) => client.conversations.replies({ ...args, ts: thread.message })
}

function pinOf(place: Place) {
  return { channel: place.channel, timestamp: place.message }
}

/** `word` says that what we want is so already. */
async function unless(word: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (cause) {
    if (toSurfaceError(cause).code !== word) throw cause
  }
}

async function told<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    throw toSurfaceError(cause)
  }
}
