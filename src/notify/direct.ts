import type { Card } from './card.ts'
import type { Lost } from './ports.ts'

/** A card that reaches people directly because its channel is lost: it says so first, and what to do about it. */
export function sentDirectly(card: Card, channel: string, because: Lost): Card {
  return { ...card, notice: `${WHAT[because](channel)} in vigie.yaml.` }
}

const WHAT: Readonly<Record<Lost, (channel: string) => string>> = {
  archived: (channel) =>
    `#${channel} is archived: this reaches you directly. Unarchive it or change channels.${channel}`,
  missing: (channel) =>
    `#${channel} is not found: this reaches you directly. Make the channel, invite Vigie into it, or change channels.${channel}`,
  closed: (channel) =>
    `Vigie may not post in #${channel}: this reaches you directly. Invite it (/invite @vigie) or change channels.${channel}`,
}
