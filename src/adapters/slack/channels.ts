import { SurfaceError } from '../../notify/ports.ts'
import type { SlackMessages } from './port.ts'

export type ChannelIds = {
  /** The Slack id of a configured channel; throws `SurfaceError` for one that doesn't exist. */
  idOf(configured: string): Promise<string>
}

const ID = /^[CGD][A-Z0-9]{7,}$/
const PAGE = 1000
const MOST_PAGES = 10

/** Configured names to Slack ids. A name is looked up once; pins and history only take ids. */
export function createChannelIds(
  client: Pick<SlackMessages, 'conversations'>,
  channels: Readonly<Record<string, string>>,
): ChannelIds {
  const known = new Map<string, string>()

  async function lookUp(name: string): Promise<string> {
    let cursor: string | undefined
    for (let n = 0; n < MOST_PAGES; n += 1) {
      const args = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE }
      const page = await client.conversations.list(cursor === undefined ? args : { ...args, cursor })
      for (const channel of page.channels ?? []) {
        if (channel.id !== undefined && channel.name !== undefined) known.set(channel.name, channel.id)
      }
      const found = known.get(name)
      if (found !== undefined) return found
      cursor = page.response_metadata?.next_cursor
      if (cursor === undefined || cursor === '') break
    }
    throw new SurfaceError('channel_not_found', { retry: false })
  }

  return {
    async idOf(configured) {
      const written = channels[configured]
      if (written === undefined) throw new SurfaceError('channel_not_configured', { retry: false })
      const name = written.replace(/^#/, '')
      return ID.test(name) ? name : (known.get(name) ?? lookUp(name))
    },
  }
}
