import { z } from 'zod'
import type { SlackFake } from './slack.ts'
import type { Acked } from './slack-driver.ts'
import {
  changedEvent,
  deletedEvent,
  messageEvent,
  reactionEvent,
  stamp,
  type Written,
} from './slack-payloads.ts'
import type { Shown } from './slack-seen.ts'

/** What people do with messages in Slack: it happens in the workspace, and Slack tells the bot. */
export type Hands = {
  /** Writes into a channel, or under a message. */
  write(user: string, channel: string, text: string, under?: Shown): Promise<Written>
  react(user: string, message: Shown | Written, reaction: string): Promise<Heard>
  unreact(user: string, message: Shown | Written, reaction: string): Promise<Heard>
  /** By whoever wrote it. Answers the message as it reads now. */
  edit(message: Written, text: string): Promise<Heard & { readonly message: Written }>
  remove(message: Written): Promise<Heard>
}

/** `again` delivers the same event once more, as Slack does when it got no acknowledgement. */
export type Heard = Acked & { again(retry?: number): Promise<Acked> }

type Tell = (event: Readonly<Record<string, unknown>>) => Promise<Heard>

const postedSchema = z.object({ ok: z.literal(true), ts: z.string() })

export function createHands(slack: SlackFake, tell: Tell): Hands {
  async function act(user: string, method: string, args: Readonly<Record<string, string>>): Promise<unknown> {
    const answer = await slack.act(user, method, args)
    if (answer['ok'] !== true) throw new Error(`${method}: ${String(answer['error'])}`)
    return answer
  }

  async function reacted(
    [type, method]: readonly ['reaction_added' | 'reaction_removed', string],
    user: string,
    message: Shown | Written,
    reaction: string,
  ): Promise<Heard> {
    const { channel, ts } = z.object({ channel: z.string(), ts: z.string() }).parse(message)
    await act(user, method, { channel, timestamp: ts, name: reaction })
    return tell(reactionEvent(type, user, reaction, { channel, ts }))
  }

  return {
    write: async (user, name, text, under) => {
      const channel = slack.channelId(name)
      const thread = under?.ts === undefined ? {} : { thread_ts: under.ts }
      const posted = postedSchema.parse(await act(user, 'chat.postMessage', { channel, text, ...thread }))
      const written = { channel, user, text, ts: posted.ts, ...thread }
      await tell(messageEvent(written))
      return written
    },
    react: (user, message, reaction) => reacted(['reaction_added', 'reactions.add'], user, message, reaction),
    unreact: (user, message, reaction) =>
      reacted(['reaction_removed', 'reactions.remove'], user, message, reaction),
    edit: async (message, text) => {
      await act(message.user, 'chat.update', { channel: message.channel, ts: message.ts, text })
      const now = { ...message, text }
      return { ...(await tell(changedEvent(now, message.text, stamp()))), message: now }
    },
    remove: async (message) => {
      await act(message.user, 'chat.delete', { channel: message.channel, ts: message.ts })
      return tell(deletedEvent(message, stamp()))
    },
  }
}
