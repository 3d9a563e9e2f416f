import type { SlackMessage } from '../../notify/slack/card.ts'

/** The least that the adapter needs of a `WebClient`. Every method throws Slack's own errors. */
export type SlackMessages = {
  readonly chat: {
    postMessage(args: PostArgs): Promise<{ channel?: string; ts?: string }>
    update(args: SlackMessage & { channel: string; ts: string }): Promise<unknown>
  }
  readonly conversations: {
    history(args: HistoryArgs): Promise<Page>
    replies(args: HistoryArgs & { ts: string }): Promise<Page>
    join(args: { channel: string }): Promise<unknown>
    list(args: ListArgs): Promise<ChannelPage>
    open(args: { users: string }): Promise<{ channel?: { id?: string } }>
  }
  readonly pins: {
    add(args: { channel: string; timestamp: string }): Promise<unknown>
    remove(args: { channel: string; timestamp: string }): Promise<unknown>
  }
}

/** The same, for files. */
export type SlackFiles = {
  readonly files: {
    getUploadURLExternal(args: {
      filename: string
      length: number
      alt_text: string
    }): Promise<{ upload_url?: string; file_id?: string }>
    completeUploadExternal(args: { files: [{ id: string; title: string }] }): Promise<unknown>
  }
}

export type PostArgs = SlackMessage & {
  channel: string
  metadata: { event_type: string; event_payload: { run: string; effect: string } }
  unfurl_links: boolean
  unfurl_media: boolean
} & ({ thread_ts: string; reply_broadcast: boolean } | { thread_ts?: never })

export type HistoryArgs = {
  channel: string
  oldest: string
  include_all_metadata: boolean
  limit: number
  cursor?: string
}

type ListArgs = { types: string; exclude_archived: boolean; limit: number; cursor?: string }

export type Page = { messages?: unknown[]; response_metadata?: { next_cursor?: string } }

type ChannelPage = {
  channels?: { id?: string; name?: string }[]
  response_metadata?: { next_cursor?: string }
}
