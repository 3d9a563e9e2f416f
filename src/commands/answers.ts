import type { Card, CardStatus, Field, Text } from '../notify/card.ts'
import type { Reply } from './command.ts'

type Extra = {
  readonly lines?: readonly Text[]
  readonly fields?: readonly Field[]
  readonly buttons?: Card['buttons']
}

/** It was done, or here is what was asked for. */
export function answer(title: string, extra: Extra = {}): Reply {
  return { kind: 'answer', ok: true, card: cardOf(title, 'info', extra) }
}

/** It was not done; the lines say what to do. */
export function refusal(title: string, extra: Extra = {}): Reply {
  return { kind: 'answer', ok: false, card: cardOf(title, 'warning', extra) }
}

function cardOf(title: string, status: CardStatus, { lines = [], fields = [], buttons = [] }: Extra): Card {
  return { title, status, fields, lines, buttons }
}

export function noSuchRun(id: string): Reply {
  const command = /^(REL|RBK)-/.test(id) ? '/release' : '/incident'
  return refusal(`There is no ${id}`, { lines: [`${command} list shows those there are.`] })
}
