import type { Entry, Run } from '../../../engine/run.ts'
import type { Card, Message } from '../../card.ts'
import type { Look } from '../../look.ts'
import { type Moment, momentOf } from './moment.ts'

/** One message that a playbook may wish for: where it stands, and its card. */
export type Template = Omit<Message, 'card'> & {
  readonly card: (run: Run, entry: Entry, look: Look) => Card
}

export type Templates = Readonly<Record<string, Template>>

/** What a message says: everything of a card that it needs. */
export type Words = Pick<Card, 'title' | 'status'> &
  Partial<Pick<Card, 'fields' | 'lines' | 'buttons' | 'code' | 'footer'>>

type Write = (moment: Moment) => Words

/** A reply under the card. */
export function reply(write: Write): Template {
  return { place: 'thread', follows: false, card: written(write) }
}

/** A reply that the whole channel sees: it calls somebody by name, or concerns everybody. */
export function call(write: Write): Template {
  return { place: 'thread_and_channel', follows: false, card: written(write) }
}

/** The card that follows its run; one that belongs to another run stands under that one's card. */
export function following(write: Write, place: 'channel' | 'thread' = 'channel'): Template {
  return { place, follows: true, card: written((moment) => write({ ...moment, run: moment.now })) }
}

function written(write: Write): Template['card'] {
  return (run, entry, look) =>
    marked(run, { fields: [], lines: [], buttons: [], ...write(momentOf(run, entry, look)) })
}

/** Nobody may take a drill for the real thing, wherever the message is read. */
function marked(run: Run, card: Card): Card {
  if (run.facts['drill'] !== true || card.title.includes('DRILL')) return card
  return { ...card, title: `DRILL - ${card.title}` }
}
