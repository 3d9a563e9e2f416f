import type { Logger } from 'pino'
import type { ChannelMemory } from '../../runs/ports.ts'
import { lostChannel } from './errors.ts'
import type { SlackMessages } from './port.ts'

export type ChannelIds = {
  /** The Slack id of a configured channel; throws `SurfaceError` for one that doesn't exist. */
  idOf(configured: string): Promise<string>
  /** The next time it is looked up anew. */
  forget(configured: string): void
}

export type ChannelIdsDeps = {
  readonly client: Pick<SlackMessages, 'conversations'>
  /** Configured name (`ops`) to Slack's channel id or name. */
  readonly channels: Readonly<Record<string, string>>
  readonly memory: ChannelMemory
  readonly log: Pick<Logger, 'warn'>
}

const ID = /^[CGD][A-Z0-9]{7,}$/
const PAGE = 1000
const MOST_PAGES = 10

/**
 * Configured names to Slack ids. A name is looked up once; pins and history only take ids.
 * A channel that is not found by its name any more was renamed: its last known id still leads to it.
 */
export function createChannelIds({ client, channels, memory, log }: ChannelIdsDeps): ChannelIds {
  const known = new Map<string, string>()
  const warned = new Set<string>()
  const nameOf = (configured: string) => channels[configured]?.replace(/^#/, '')

  async function lookUp(name: string, archivedToo = false): Promise<string | undefined> {
    let cursor: string | undefined
    for (let n = 0; n < MOST_PAGES; n += 1) {
      const args = { types: 'public_channel,private_channel', exclude_archived: !archivedToo, limit: PAGE }
      const page = await client.conversations.list(cursor === undefined ? args : { ...args, cursor })
      const found = page.channels?.find((channel) => channel.name === name)?.id
      if (found !== undefined) return found
      cursor = page.response_metadata?.next_cursor
      if (cursor === undefined || cursor === '') return undefined
    }
    return undefined
  }

  async function resolve(configured: string, name: string): Promise<string> {
    const found = await lookUp(name)
    if (found !== undefined) {
      await memory.keep('slack', name, found)
      return found
    }
    const last = await memory.idOf('slack', name)
    if (last === undefined) return archived(name)
    if (!warned.has(name))
      log.warn(
        { channel: configured, name, id: last },
        `#${name} is not found by its name any more, so its last known id is used: put ${last} into vigie.yaml at channels.${configured}.slack`,
      )
    warned.add(name)
    return last
  }

  /** Slack says of an archived channel that it is archived, which helps more than that there is none. */
  async function archived(name: string): Promise<string> {
    const id = await lookUp(name, true)
    if (id === undefined) throw lostChannel('channel_not_found')
    return id
  }

  return {
    async idOf(configured) {
      const name = nameOf(configured)
      if (name === undefined) throw lostChannel('channel_not_configured')
      if (ID.test(name)) return name
      const id = known.get(name) ?? (await resolve(configured, name))
      known.set(name, id)
      return id
    },
    forget(configured) {
      known.delete(nameOf(configured) ?? '')
    },
  }
}
