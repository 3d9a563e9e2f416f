import type { Run } from '../../engine/run.ts'
import type { Card, Message } from '../card.ts'
import type { Look } from '../look.ts'
import type { Thread } from '../thread.ts'
import { incidentCard } from './incident.ts'
import { actionItemMessages } from './messages/action-item.ts'
import { handoverMessages } from './messages/handover.ts'
import { incidentMessages } from './messages/incident.ts'
import { overrideMessages } from './messages/override.ts'
import { releaseMessages } from './messages/release.ts'
import { rollbackMessages } from './messages/rollback.ts'
import { syncMessages } from './messages/sync.ts'
import type { Templates } from './messages/template.ts'

/** Every message that a playbook may wish for, by name. */
export const MESSAGES: Templates = {
  'incident.card': { place: 'channel', follows: true, card: (run, _entry, look) => incidentCard(run, look) },
  ...incidentMessages,
  ...actionItemMessages,
  ...overrideMessages,
  ...releaseMessages,
  ...rollbackMessages,
  ...handoverMessages,
  ...syncMessages,
}

/** The message `name` of a run, about the entry at `index`. Throws for a name that no template has: a fault of ours. */
export function renderMessage(run: Run, name: string, index: number, look: Look): Message {
  const template = MESSAGES[name]
  const entry = run.history[index]
  if (template === undefined || entry === undefined)
    throw new Error(`${run.id}: no message "${name}" for ${index}`)
  return { place: template.place, follows: template.follows, card: template.card(run, entry, look) }
}

/** The card that follows the run. */
export function cardOf(run: Run, look: Look): Card {
  return renderMessage(run, `${run.playbook}.card`, 0, look).card
}

/** The run as a channel shows it, composed from its history: the same words that the chat got. */
export function threadOf(run: Run, look: Look): Thread {
  const replies = run.history.flatMap((entry, index) =>
    (entry.posts ?? [])
      .map((name) => renderMessage(run, name, index, look))
      .filter((message) => !message.follows)
      .map(({ card }) => ({ at: entry.at, card })),
  )
  return {
    run: run.id,
    open: run.state === 'open' && run.facts['resolved'] !== true,
    card: cardOf(run, look),
    replies,
  }
}
