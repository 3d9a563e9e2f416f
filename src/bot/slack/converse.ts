import type { Reply } from '../../commands/command.ts'
import type { Card } from '../../notify/card.ts'
import type { Form } from '../../notify/form.ts'
import { formToModal } from '../../notify/slack/render.ts'
import type { Inward } from './inward.ts'
import { soon } from './soon.ts'
import type { Tell } from './tell.ts'
import { failedCard, faultsCard, heldCard, lateFormCard } from './words.ts'

/** A form must be open, and the click acknowledged, within Slack's three seconds: what patience leaves of them. */
const FORM_MS = 600

/** One command or click between its arrival and its answer. */
export type Exchange = {
  /** What the person did, in their words. */
  readonly what: string
  /** The one store write that it comes to. */
  readonly work: Promise<Reply>
  readonly trigger: string
  /** Acknowledges and shows the card, if there is one. May throw when the connection is gone. */
  acknowledge(card?: Card): Promise<void>
  readonly tell: Tell
}

/**
 * Stored before acknowledged: the answer itself acknowledges when the store answers in time.
 * When it doesn't, the person hears at once that it is held, and the result later.
 */
export async function converse(inward: Inward, exchange: Exchange): Promise<void> {
  const { what, work } = exchange
  const first = await soon(work, inward.patienceMs, inward.clock)
  if (first.kind === 'answered') return answer(inward, exchange, first.value)
  if (first.kind === 'failed') {
    inward.log.error({ what, err: first.error }, 'not stored')
    return acknowledged(inward, exchange, failedCard(what))
  }
  inward.log.warn({ what }, 'the store does not answer; held')
  await acknowledged(inward, exchange, heldCard(what))
  await exchange.tell(await outcome(inward, what, first.later))
}

async function answer(inward: Inward, exchange: Exchange, reply: Reply): Promise<void> {
  if (reply.kind !== 'form') return acknowledged(inward, exchange, cardOf(reply))
  const opening = openForm(inward, exchange.trigger, reply.form)
  const first = await soon(opening, FORM_MS, inward.clock)
  if (first.kind === 'answered') return acknowledged(inward, exchange)
  if (first.kind === 'failed') {
    inward.log.warn({ form: reply.form.id, err: first.error }, 'a form could not be opened')
    return acknowledged(inward, exchange, lateFormCard(reply.form))
  }
  await acknowledged(inward, exchange)
  await first.later.catch(async (error: unknown) => {
    inward.log.warn({ form: reply.form.id, err: error }, 'a form could not be opened')
    await exchange.tell(lateFormCard(reply.form))
  })
}

async function openForm({ client }: Inward, trigger: string, form: Form): Promise<void> {
  await client.views.open({ trigger_id: trigger, view: formToModal(form) })
}

/** What is done is stored: when the acknowledgement gets lost, the answer still goes another way. */
async function acknowledged(inward: Inward, exchange: Exchange, card?: Card): Promise<void> {
  try {
    await exchange.acknowledge(card)
  } catch (error) {
    inward.log.warn({ what: exchange.what, err: error }, 'the acknowledgement was lost')
    if (card !== undefined) await exchange.tell(card)
  }
}

/** The end of work that was late, as a card. By then a form can't be opened any more. */
export async function outcome(inward: Inward, what: string, later: Promise<Reply>): Promise<Card> {
  try {
    const reply = await later
    return reply.kind === 'form' ? lateFormCard(reply.form) : cardOf(reply)
  } catch (error) {
    inward.log.error({ what, err: error }, 'held and then not stored')
    return failedCard(what)
  }
}

export function cardOf(reply: Exclude<Reply, { kind: 'form' }>): Card {
  return reply.kind === 'answer' ? reply.card : faultsCard(reply.faults)
}
