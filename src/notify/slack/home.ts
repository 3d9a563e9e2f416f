import type { Card } from '../card.ts'
import type { Home } from '../thread.ts'
import type { Block } from './blocks.ts'
import { context, header, section } from './blocks.ts'
import { cardBody, cardTitle } from './card.ts'
import { LIMITS } from './limits.ts'
import type { Resolve } from './mrkdwn.ts'
import { toMrkdwn } from './mrkdwn.ts'

export type HomeView = { type: 'home'; blocks: Block[] }

/** Few blocks a card, so that one long incident doesn't push the others off the page. */
const BLOCKS_PER_CARD = 10

/** What a person finds in Slack's App Home: what waits for them, what runs, who is on call. */
export function homeToView(home: Home, resolve: Resolve): HomeView {
  const last = [header('On call'), section(toMrkdwn(home.onCall, resolve, LIMITS.section) || '-')]
  const waiting = list('Waiting for you', 'Nothing waits for you.', home.waiting, resolve, 0)
  const running = list('Running', 'Nothing else is running.', home.running, resolve, home.waiting.length)
  const room = LIMITS.blocksInView - last.length
  const upper = fitted(waiting, Math.ceil(room / 2))
  return { type: 'home', blocks: [...upper, ...fitted(running, room - upper.length), ...last] }
}

/** The same page for somebody who only gets one answer, e.g. a stranger. */
export function cardToHome(card: Card, resolve: Resolve): HomeView {
  return { type: 'home', blocks: [header(card.title), ...cardBody(card, resolve, LIMITS.blocksInView - 1)] }
}

type Section = { readonly head: Block; readonly cards: readonly (readonly Block[])[]; readonly empty: string }

/** `before` counts the cards above this list: no two buttons of a view may have the same id. */
function list(
  title: string,
  empty: string,
  cards: readonly Card[],
  resolve: Resolve,
  before: number,
): Section {
  const body = (card: Card, n: number) =>
    cardBody(card, resolve, BLOCKS_PER_CARD, { first: (before + n) * LIMITS.buttonsOnCard })
  return {
    head: header(cards.length === 0 ? title : `${title} (${cards.length})`),
    cards: cards.map((card, n) => [section(cardTitle(card)), ...body(card, n)]),
    empty,
  }
}

/** Whole cards as long as they fit: half a card could hide its buttons. */
function fitted(list: Section, room: number): Block[] {
  const blocks: Block[] = [list.head]
  if (list.cards.length === 0) return [...blocks, section(list.empty)]
  let shown = 0
  for (const card of list.cards) {
    if (blocks.length + card.length + 2 > room) break
    blocks.push(...card, { type: 'divider' })
    shown += 1
  }
  const left = list.cards.length - shown
  return left === 0 ? blocks : [...blocks, context(`${left} more - /ops link leads to all of them`)]
}
