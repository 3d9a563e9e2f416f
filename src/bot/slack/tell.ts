import type { Card } from '../../notify/card.ts'
import { cardToBlockKit } from '../../notify/slack/render.ts'
import type { Inward } from './inward.ts'

/** Says something to one person alone. Never throws: what could not be said is logged. */
export type Tell = (card: Card) => Promise<void>

export type Ephemeral = ReturnType<typeof ephemeral>

export function ephemeral(inward: Inward, card: Card) {
  return {
    response_type: 'ephemeral',
    replace_original: false,
    ...cardToBlockKit(card, inward.resolve),
  } as const
}

/** A way back to where the person clicked or typed: Slack takes five answers within thirty minutes. */
export type Respond = (message: Ephemeral) => Promise<unknown>

/** By response_url when there is one; in the ops channel, seen by this person alone; else as a direct message. */
export function createTell(inward: Inward, user: string, respond: Respond | undefined): Tell {
  const ways = [
    ...(respond === undefined ? [] : [(card: Card) => respond(ephemeral(inward, card))]),
    (card: Card) => inOpsChannel(inward, user, card),
    (card: Card) => asDirectMessage(inward, user, card),
  ]
  return async (card) => {
    for (const way of ways) {
      try {
        await way(card)
        return
      } catch (error) {
        inward.log.warn({ user, err: error }, 'a private answer did not go this way')
      }
    }
    inward.log.error({ user, title: card.title }, 'a private answer could not be given')
  }
}

function inOpsChannel({ client, opsChannel, resolve }: Inward, user: string, card: Card) {
  return client.chat.postEphemeral({ channel: opsChannel, user, ...cardToBlockKit(card, resolve) })
}

async function asDirectMessage({ client, resolve }: Inward, user: string, card: Card) {
  const opened = await client.conversations.open({ users: user })
  const channel = opened.channel?.id
  if (channel === undefined) throw new Error('conversations.open answered no channel')
  return client.chat.postMessage({ channel, ...cardToBlockKit(card, resolve) })
}
